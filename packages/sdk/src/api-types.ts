/** Generated from openapi.json by `npm run openapi`. */
export interface paths {
  "/v1/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** May this credential do this in this account? */
    post: operations["verify"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verify/batch": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Many questions at once, answered in their order from one revision */
    post: operations["verifyBatch"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/explain": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a verification with the right token would answer about a key, and why. Counts as no use */
    get: operations["explain"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/changes/stream": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What changes, as it happens: for services that remember answers
     * @description Server-sent events. `start-over` ({epoch, revision}): forget everything; `changes` ({epoch, revision, changes}): what one revision has changed, each by its kind and name: account, key, external-key (account, key), role (account, role), catalog or service-key; `heartbeat` ({epoch, revision, ageMs}) at once and each second: everything up to that revision has been told, and the node's knowledge is that old; `end` ({code}): STALE, UNAUTHENTICATED or UNAVAILABLE, and the stream ends.
     */
    get: operations["streamChanges"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/use": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Counts what a service has answered from its memory, as if it had asked each time
     * @description Not repeatable: where a request's fate is unknown, sending it again may count twice. What names a key, token or account that isn't there any more counts for nobody.
     */
    post: operations["countUse"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/external-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the keys of other accounts that an account has added */
    get: operations["listExternalKeys"];
    put?: never;
    /** Add another account's key */
    post: operations["admitExternalKey"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/external-keys/lookup": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** See whose key it is, before adding it */
    get: operations["lookUpExternalKey"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/external-keys/{key}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an external key */
    get: operations["getExternalKey"];
    put?: never;
    post?: never;
    /** Remove an external key from this account */
    delete: operations["removeExternalKey"];
    options?: never;
    head?: never;
    /** Change an external key's name, roles, status, expiry, limit or networks in this account */
    patch: operations["editExternalKey"];
    trace?: never;
  };
  "/v1/accounts/{account}/external-keys/{key}/use": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How often an external key was used in this account, by resource or day */
    get: operations["reportExternalKeyUse"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List an account's generated keys */
    get: operations["listApiKeys"];
    put?: never;
    /** Generate a key */
    post: operations["generateApiKey"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/{key}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a generated key */
    get: operations["getApiKey"];
    put?: never;
    post?: never;
    /** Delete a generated key for ever */
    delete: operations["deleteApiKey"];
    options?: never;
    head?: never;
    /** Rename a generated key, give it other roles, another profile, limit or networks, deactivate or activate it */
    patch: operations["editApiKey"];
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/{key}/hosts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the accounts that admitted a generated key */
    get: operations["listKeyHosts"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/{key}/use": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How often a generated key was used, by account, resource or day */
    get: operations["reportKeyUse"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Take an account's keys along, generated and external ones, as a file
     * @description Both lists, by key string, as they are read: no secret is in them, and names that read like formulas are text.
     *
     *     - `xlsx`: the sheets *Generated* (id, keyName, roles, label, creationDate, creationDateToken, creationDateNewToken, status) and *External* (id, keyName, roles, account, addedDate, status).
     *     - `csv` (RFC 4180, UTF-8): one table of both. Its first column, `tab`, says `generated` or `external`; columns that a tab doesn't have are empty. A quote (`'`) stands before a field that a spreadsheet would take for a formula.
     *     - `json`: `{"account","exportedAt","generated":[…],"external":[…]}` with the same fields; `roles` is a list, and a date that isn't there is null.
     *
     *     `id` is the key string, `roles` the roles' names, `label` what the owner publishes about the key (empty where nothing is), `creationDateToken` when its current token was made and `creationDateNewToken` when the one that is to replace it was, `account` the owner of an external key, and `status` Active or Inactive.
     */
    get: operations["exportApiKeys"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-key-settings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what an account has decided about the age of its tokens, and for how many keys that matters */
    get: operations["getApiKeySettings"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Decide from which age on tokens should be renewed, and whether they stop working then
     * @description Counts for all tokens of the account, old and new, each from its own creation. Going back to `alert` lets tokens that had stopped work again.
     */
    patch: operations["editApiKeySettings"];
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/{key}/renewal": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a second token of a generated key; both work until the renewal is completed or undone */
    post: operations["renewApiToken"];
    /** Take a renewal back: the new token stops working, the old one stays */
    delete: operations["undoRenewal"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/api-keys/{key}/renewal/complete": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Delete the old token of a key that is being renewed */
    post: operations["completeRenewal"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/token-links": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the one-time links to an account's tokens */
    get: operations["listTokenLinks"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/token-links/{id}/reveal": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Open a one-time link: answers the token behind it, once
     * @description Whoever made it must still be allowed to hand out this key's token; otherwise it stays closed.
     */
    post: operations["revealTokenLink"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/token-links/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Make a one-time link useless before anybody opens it */
    delete: operations["voidTokenLink"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/api-keys/import": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Import keys that were made elsewhere
     * @description For operators. Can be sent again: what is there already stays as it is. Each key is taken or refused by itself.
     */
    post: operations["importApiKeys"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/external-keys/import": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Admit keys into the accounts that worked with them elsewhere
     * @description For operators. Can be sent again, as the import of the keys themselves, which comes first.
     */
    post: operations["importExternalKeys"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the accounts that the caller may see */
    get: operations["listAccounts"];
    put?: never;
    /** Make an account */
    post: operations["createAccount"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an account */
    get: operations["getAccount"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Rename, suspend or restore an account */
    patch: operations["editAccount"];
    trace?: never;
  };
  "/v1/accounts/{account}/access": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the caller may do in an account */
    get: operations["getAccess"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/resources": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The catalog: every resource, by product and category */
    get: operations["listResources"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/catalog": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replace the catalog and the predefined roles */
    put: operations["replaceCatalog"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/resources/{resource}/gaps": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the keys of all accounts that use an API and lack a resource
     * @description For the platform team, before a resource becomes mandatory for an API: every key and external key that was allowed in an account, within some days, what the API asks for today, and that no role there opens the resource to.
     */
    get: operations["listGaps"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/resources/{resource}/gaps/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Take the keys that use an API and lack a resource along as a file
     * @description The same keys as the list has, keys first and then external keys, each by account, as CSV (RFC 4180, UTF-8): account, accountName, key, external, owner, ownerName, name, status, roles (ids, with spaces between), uses, lastUsedOn, and the first and last day looked at. A quote (`'`) stands before a text that a spreadsheet would take for a formula.
     */
    get: operations["exportGaps"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/roles": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the roles that exist in an account */
    get: operations["listRoles"];
    put?: never;
    /** Make a role of the account's own */
    post: operations["createRole"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/roles/{roleId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a role */
    get: operations["getRole"];
    put?: never;
    post?: never;
    /** Delete a role of the account's own that nothing has */
    delete: operations["deleteRole"];
    options?: never;
    head?: never;
    /** Change a role of the account's own, with effect on everything that has it */
    patch: operations["editRole"];
    trace?: never;
  };
  "/v1/accounts/{account}/roles/{roleId}/use": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What has a role: keys, external keys and users */
    get: operations["getRoleUse"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/users": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the users of an account */
    get: operations["listUsers"];
    put?: never;
    /**
     * Add a person to an account
     * @description Somebody who belongs to another account is added by operators alone. What they sign in with counts then only where a provider or an operator has given it to them; otherwise they get a link to a new password.
     */
    post: operations["addUser"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/users/{userId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a user of an account */
    get: operations["getUser"];
    put?: never;
    post?: never;
    /** Take a user out of an account */
    delete: operations["removeUser"];
    options?: never;
    head?: never;
    /** Give a user other roles or another name */
    patch: operations["editUser"];
    trace?: never;
  };
  "/v1/accounts/{account}/users/{userId}/sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign a user out everywhere */
    delete: operations["endUserSessions"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/users/{userId}/password-reset": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give a user a link to a new password; one before it stops working
     * @description Their password stays until the link is used. Somebody with more in the account than the caller can't be reset, nor, unless by operators, somebody who belongs to other accounts too.
     */
    post: operations["beginPasswordReset"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/password-resets/{id}/look-up": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** See whose password a link resets; consumes nothing */
    post: operations["lookUpPasswordReset"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/password-resets/{id}/use": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Choose a new password by a link, once
     * @description Ends the person's sessions, and signs nobody in. A second factor stays, and is asked for next.
     */
    post: operations["resetPassword"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/invitations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the open invitations of an account, also those that have expired */
    get: operations["listInvitations"];
    put?: never;
    /** Invite a person into an account */
    post: operations["inviteUser"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/invitations/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an open invitation of an account, also one that has expired */
    get: operations["getInvitation"];
    put?: never;
    post?: never;
    /** Withdraw an invitation before anybody accepts it */
    delete: operations["withdrawInvitation"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/invitations/{id}/renewal": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give an open invitation a new link; the one before stops working */
    post: operations["renewInvitation"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/invitations/{id}/look-up": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** See what an invitation offers; consumes nothing */
    post: operations["lookUpInvitation"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/invitations/{id}/accept": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Accept an invitation, once
     * @description Whoever is new chooses a name and a password, and is signed in. Whoever is known has to be signed in as that person.
     */
    post: operations["acceptInvitation"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/operators": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the people of the platform team */
    get: operations["listOperators"];
    put?: never;
    /**
     * Make a person an operator
     * @description A new person, or by their email alone one who is known. Of the latter, what they sign in with counts only where a provider or an operator has given it to them; otherwise they get a link to a new password.
     */
    post: operations["addOperator"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/operators/{userId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take a person out of the platform team */
    delete: operations["removeOperator"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/operators/{userId}/password-reset": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give another operator a link to a new password; one before it stops working */
    post: operations["beginOperatorPasswordReset"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/service-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the platform's service keys */
    get: operations["listServiceKeys"];
    put?: never;
    /** Make a credential for one of the platform's services */
    post: operations["generateServiceKey"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/service-keys/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take a service its credential */
    delete: operations["deleteServiceKey"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The account's webhooks */
    get: operations["listWebhooks"];
    put?: never;
    /** Have the account told of what happens to its keys */
    post: operations["createWebhook"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of the account's webhooks */
    get: operations["getWebhook"];
    put?: never;
    post?: never;
    /** Delete a webhook and its deliveries */
    delete: operations["deleteWebhook"];
    options?: never;
    head?: never;
    /** Change a webhook, or turn it off and on */
    patch: operations["editWebhook"];
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks/{id}/secret": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a webhook another secret */
    post: operations["rotateWebhookSecret"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks/{id}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a webhook a test message, which stands among its deliveries */
    post: operations["testWebhook"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks/{id}/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a webhook was and is to be told within 30 days, with every attempt */
    get: operations["listWebhookDeliveries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/webhooks/{id}/deliveries/{deliveryId}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a delivery once more */
    post: operations["replayWebhookDelivery"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/audit-events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who did what in an account, and what others did to what is its own */
    get: operations["listAuditEvents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who did what in the platform, and what others did to what is its own */
    get: operations["listPlatformAuditEvents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/audit-events/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The log of an account as a file, the oldest first: whole, or what a filter asks for
     * @description JSON is one array of events. In CSV a text that a spreadsheet would take for a formula has a quote before it.
     */
    get: operations["exportAuditEvents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-events/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The log of the platform as a file, the oldest first: whole, or what a filter asks for
     * @description JSON is one array of events. In CSV a text that a spreadsheet would take for a formula has a quote before it.
     */
    get: operations["exportPlatformAuditEvents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/audit-events/verification": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Check that no event of an account was removed, altered or moved */
    post: operations["verifyAuditEvents"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-events/verification": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Check that no event of the platform was removed, altered or moved */
    post: operations["verifyPlatformAuditEvents"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/accounts/{account}/audit-head": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the log of an account ends: kept elsewhere, it shows later whether the end was cut off */
    get: operations["getAuditHead"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-head": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the log of the platform ends: kept elsewhere, it shows later whether the end was cut off */
    get: operations["getPlatformAuditHead"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/session": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is signed in, if anybody */
    get: operations["getSession"];
    put?: never;
    /** Sign in with email and password */
    post: operations["signIn"];
    /** Sign out */
    delete: operations["signOut"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/session/two-factor": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with the code that follows the password
     * @description Six digits of the person's app, or one of their recovery codes.
     */
    post: operations["signInByCode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One's own profile */
    get: operations["getProfile"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Give oneself another name or language */
    patch: operations["editProfile"];
    trace?: never;
  };
  "/v1/profile/password": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change one's password
     * @description Ends one's other sessions.
     */
    post: operations["changePassword"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile/two-factor": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Begin two-factor: get a secret for an authenticator app
     * @description It is asked for at sign-in once a first code has confirmed it, within 15 minutes.
     */
    post: operations["startTwoFactor"];
    /** Turn two-factor off */
    delete: operations["disableTwoFactor"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile/two-factor/confirm": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Turn two-factor on with a first code */
    post: operations["confirmTwoFactor"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile/two-factor/recovery-codes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get new recovery codes in place of the old ones */
    post: operations["replaceRecoveryCodes"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile/sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where one is signed in, the session seen last first */
    get: operations["listOwnSessions"];
    put?: never;
    post?: never;
    /** End all of one's own sessions but this one */
    delete: operations["endOtherSessions"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profile/sessions/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** End one of one's own sessions */
    delete: operations["endOwnSession"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/changes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What this node has seen change, for restoring an older backup
     * @description From this node's memory, also while the database is gone. Given to `latchkey restore --changes`, it says what to quarantine.
     */
    get: operations["listChanges"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/healthz": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process answers */
    get: operations["getHealth"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/readyz": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether this node may answer verifications */
    get: operations["getReadiness"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the service tells of itself, in Prometheus's text format: for operators and services */
    get: operations["getMetrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/authorize": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Forward auth: may this request pass? By its own credential, in the account that the gateway names */
    get: operations["authorize"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/access/v1/evaluation": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Access Evaluation: may this API key, in this account, do what the action names? */
    post: operations["evaluateAccess"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/access/v1/evaluations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Access Evaluations: many questions at once, answered in their order from one revision */
    post: operations["evaluateAccesses"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/.well-known/authzen-configuration": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the Authorization API is */
    get: operations["getAuthzenConfiguration"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/oauth2/token": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Token endpoint (RFC 6749): an access token for an account, by client credentials */
    post: operations["issueAccessToken"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/oauth2/introspect": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Introspection (RFC 7662): does this access token count now? For services, and for the key that got it */
    post: operations["introspectAccessToken"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/oauth2/revoke": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Revocation (RFC 7009): ends one access token in introspection, by the key that got it */
    post: operations["revokeAccessToken"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/oauth2/jwks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The keys by which access tokens are verified (RFC 7517) */
    get: operations["getJwks"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/.well-known/oauth-authorization-server": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where OAuth's endpoints are (RFC 8414) */
    get: operations["getOauthMetadata"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ResourceInput: {
      key: string;
      name: string;
      description?: string;
    };
    ResourceCategoryInput: {
      id: string;
      name: string;
      resources: components["schemas"]["ResourceInput"][];
    };
    ProductInput: {
      id: string;
      name: string;
      categories: components["schemas"]["ResourceCategoryInput"][];
    };
    RoleLabel: {
      id: string;
      name: string;
    };
    AccountLabel: {
      account: string;
      displayName: string;
    };
    Actor: {
      /**
       * @description `link`: whoever opened a one-time link, which is all that is known of them.
       * @enum {string}
       */
      kind: "user" | "key" | "operator" | "link" | "account" | "system";
      id: string;
      name: string;
      /** @description The account that owns the key, where the actor is one. */
      owner?: string;
    };
    Account: {
      name: string;
      displayName: string;
      /** @enum {string} */
      status: "active" | "suspended";
      /** Format: date-time */
      createdAt: string;
    };
    Problem: {
      /** @description Names the kind of problem; `about:blank` where the code says it all. */
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @enum {string} */
      code:
        | "INTERNAL"
        | "MALFORMED_REQUEST"
        | "UNAUTHENTICATED"
        | "SIGN_IN_FAILED"
        | "SIGN_IN_NEEDED"
        | "FORBIDDEN"
        | "ROLE_NOT_HELD"
        | "ACCOUNT_SUSPENDED"
        | "OWNER_SUSPENDED"
        | "KEY_INACTIVE"
        | "EXTERNAL_KEY_INACTIVE"
        | "EXTERNAL_KEY_EXPIRED"
        | "IP_DENIED"
        | "ORIGIN_REFUSED"
        | "NOT_FOUND"
        | "UNKNOWN_ACCOUNT"
        | "UNKNOWN_KEY"
        | "UNKNOWN_LINK"
        | "NO_RENEWAL"
        | "UNKNOWN_INVITATION"
        | "UNKNOWN_RESET"
        | "ACCOUNT_EXISTS"
        | "ALREADY_ADDED"
        | "KEY_TAKEN"
        | "CATALOG_IN_USE"
        | "IDEMPOTENCY_IN_FLIGHT"
        | "INVITATION_EXISTS"
        | "INVITATION_NOT_BACKED"
        | "RESET_NOT_BACKED"
        | "LAST_OWNER"
        | "LINK_UNOPENED"
        | "RENEWAL_PENDING"
        | "NO_PASSWORD"
        | "ROLE_EXISTS"
        | "ROLE_IN_USE"
        | "ROLE_PREDEFINED"
        | "TWO_FACTOR_OFF"
        | "TWO_FACTOR_ON"
        | "USER_ELSEWHERE"
        | "USER_EXISTS"
        | "WEBHOOK_INACTIVE"
        | "WEBHOOK_LIMIT"
        | "LINK_NOT_BACKED"
        | "LINK_EXPIRED"
        | "LINK_USED"
        | "LINK_VOID"
        | "INVITATION_EXPIRED"
        | "INVITATION_USED"
        | "INVITATION_VOID"
        | "RESET_EXPIRED"
        | "RESET_USED"
        | "PRECONDITION_FAILED"
        | "BODY_TOO_LARGE"
        | "UNSUPPORTED_MEDIA_TYPE"
        | "IDEMPOTENCY_MISMATCH"
        | "INVALID_INPUT"
        | "OWN_KEY"
        | "SECRET_IN_FIELD"
        | "UNKNOWN_ROLE"
        | "WRONG_CODE"
        | "WRONG_PASSWORD"
        | "TOO_MANY_AT_ONCE"
        | "TOO_MANY_ATTEMPTS"
        | "TOO_MANY_LOOKUPS"
        | "STALE"
        | "UNAVAILABLE"
        | "INVALID_CREDENTIALS"
        | "NOT_ADMITTED"
        | "RATE_LIMITED"
        | "RESOURCE_DENIED";
      /** @description Name this when asking for help. */
      requestId: string;
      /** @description The permission that is missing. */
      resource?: string;
      /** @description What is wrong with the input, and where (a JSON pointer, `?name` in the query, or the name of a header). */
      errors?: {
        path: string;
        message: string;
      }[];
      /** @description What stands in the way. */
      items?: string[];
      /**
       * Format: date-time
       * @description When it happened: with LINK_USED, when the link was opened.
       */
      at?: string;
    };
    Decision: {
      valid: boolean;
      /** @enum {string} */
      code:
        | "VALID"
        | "INVALID_CREDENTIALS"
        | "UNKNOWN_ACCOUNT"
        | "ACCOUNT_SUSPENDED"
        | "OWNER_SUSPENDED"
        | "KEY_INACTIVE"
        | "NOT_ADMITTED"
        | "EXTERNAL_KEY_INACTIVE"
        | "EXTERNAL_KEY_EXPIRED"
        | "IP_DENIED"
        | "RATE_LIMITED"
        | "RESOURCE_DENIED";
      account?: string;
      key?: string;
      /** @description The account that generated the key. */
      owner?: string;
      /** @description Whether that is another account than the one asked for. */
      external?: boolean;
      /** @description What the account asked for calls the key. */
      name?: string;
      /** @description Ids of the roles assigned in the account. */
      roles?: string[];
      resources?: string[];
      /** @description How the key's limit stands; of two, the stricter. Of the owner's a host's own keys hear only by a refusal. */
      rateLimit?: {
        /** @description Requests per minute. */
        limit: number;
        /** @enum {string} */
        setBy: "owner" | "host";
        /** @description Requests that this node would allow now. */
        remaining: number;
        /** @description In how many seconds there will be more again. */
        resetSeconds: number;
      };
      /** @description With RATE_LIMITED: in how many seconds it may pass again. */
      retryAfterSeconds?: number;
      /** @description The newest change that this answer takes into account. */
      revision: number;
      /**
       * @description With IP_DENIED: who lets the key be used from some networks only, which the address is in none of.
       * @enum {string}
       */
      networksSetBy?: "owner" | "host";
      /** @description For services that ask for it. Without it, or `validityForIp`, the answer may not be remembered. */
      validity?: {
        /** @description The history that `revision` is of, as in the stream of changes. */
        epoch: string;
        /** @description Names the token in reports of use. */
        tokenId: string;
        /** @description From when the question was sent; null: as long as no change concerns it. */
        maxAgeMs: number | null;
      };
      /** @description Instead of `validity`, where the key is bound to networks: the answer is of questions with the same `ip` alone. */
      validityForIp?: {
        /** @description The history that `revision` is of, as in the stream of changes. */
        epoch: string;
        /** @description Names the token in reports of use. */
        tokenId: string;
        /** @description From when the question was sent; null: as long as no change concerns it. */
        maxAgeMs: number | null;
      };
    };
    AccessEvaluation: {
      decision: boolean;
      context?: {
        /**
         * @description As of a verification; or why this is none.
         * @enum {string}
         */
        code?:
          | "VALID"
          | "INVALID_CREDENTIALS"
          | "UNKNOWN_ACCOUNT"
          | "ACCOUNT_SUSPENDED"
          | "OWNER_SUSPENDED"
          | "KEY_INACTIVE"
          | "NOT_ADMITTED"
          | "EXTERNAL_KEY_INACTIVE"
          | "EXTERNAL_KEY_EXPIRED"
          | "IP_DENIED"
          | "RATE_LIMITED"
          | "RESOURCE_DENIED"
          | "UNSUPPORTED_SUBJECT"
          | "UNSUPPORTED_RESOURCE"
          | "TOKEN_NEEDED";
        /** @description By language; not for the caller to see. */
        reason_admin?: {
          [key: string]: string;
        };
        error?: {
          status: number;
          message: string;
        };
        /** @description The newest change that this answer takes into account. */
        revision?: number;
      } & {
        [key: string]: unknown;
      };
    };
    OAuthError: {
      /** @enum {string} */
      error:
        | "invalid_request"
        | "invalid_client"
        | "invalid_scope"
        | "invalid_target"
        | "unauthorized_client"
        | "unsupported_grant_type"
        | "temporarily_unavailable"
        | "server_error";
      error_description: string;
    };
    ApiKeySettings: {
      /** @description From which age on the renewal of a token is recommended, in calendar months since it was made. */
      renewalMonths: 3 | 6;
      /**
       * @description `alert`: an old token is pointed out and works on. `expire`: it stops working at that age, everywhere.
       * @enum {string}
       */
      enforcement: "alert" | "expire";
      counts: {
        /** @description Keys with a token past that age, and none that is overdue. */
        recommended: number;
        /** @description Keys with a token three months or more past that age. */
        overdue: number;
        /** @description Keys with a token that stops working within 30 days. */
        expiring: number;
        /** @description Active keys that would stop working today, were each age enforced. */
        wouldExpire: {
          3: number;
          6: number;
        };
      };
      /** @description The first of those keys by name: five at most. */
      wouldExpireFirst: {
        3: {
          key: string;
          name: string;
        }[];
        6: {
          key: string;
          name: string;
        }[];
      };
    };
    ApiToken: {
      id: string;
      /** Format: date-time */
      createdAt: string;
      /** @enum {string} */
      state: "current" | "renewed";
      /** @description Past the age that the account has chosen, or three months and more past that. */
      renewalAlert: ("recommended" | "overdue") | null;
      /** @description When it stops working by itself. */
      expiresAt: string | null;
      /** @description The one-time link behind which it waits: it works once that has been opened. */
      link: {
        id: string;
        /** Format: date-time */
        expiresAt: string;
        /** @description Whether the old token is deleted when it is opened. */
        completesRenewal: boolean;
      } | null;
      /** @description When it was last proven right, whatever it was then allowed. */
      lastUsedAt: string | null;
      /** @description The address from which it was used then, where the asking service said so. */
      lastNetwork: string | null;
    };
    KeyProfile: {
      description: string;
      /** @description What it needs in a host's account: a request, which gives nothing. */
      resources: string[];
    };
    ApiKey: {
      key: string;
      name: string;
      roles: components["schemas"]["RoleLabel"][];
      /** @enum {string} */
      status: "active" | "inactive";
      /** @description Inactive since a backup was restored, because it may have been revoked after that: setting its status decides. */
      quarantined: boolean;
      /** Format: date-time */
      createdAt: string;
      createdBy: components["schemas"]["Actor"];
      tokens: components["schemas"]["ApiToken"][];
      /** @description What the owner publishes about it, for those who are to add it. */
      profile: components["schemas"]["KeyProfile"] | null;
      /** @description Most verifications within a minute, over all accounts; null: any number. */
      requestsPerMinute: number | null;
      /** @description Networks in CIDR notation, from which alone it may be used; none: from anywhere. */
      allowedNetworks: string[];
      /** @description How many accounts admitted it. */
      hostCount: number;
      /** @description When it was last allowed something, in whichever account, to the last counting. */
      lastUsedAt: string | null;
    };
    KeyHost: {
      account: string;
      displayName: string;
      /** Format: date-time */
      since: string;
      /** @description What the key may do there. */
      resources: string[];
      /** @description When it was last allowed something there, to the last counting. */
      lastUsedAt: string | null;
    };
    UseReport: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
      items: {
        account?: string;
        /** @description null: none was asked for. */
        resource?: string | null;
        /** Format: date */
        day?: string;
        allowed: number;
        /** @description The key was inactive, or its owner suspended. */
        refusedByOwner: number;
        /** @description The account that was asked for didn't let it in, or not do this. */
        refusedByHost: number;
      }[];
    };
    AuditEvent: {
      /** @description Its place in the log, from 1 on without gaps. */
      sequence: number;
      /** Format: date-time */
      at: string;
      actor: components["schemas"]["Actor"];
      /** @description The company whose key acted, where it isn't the log's own; null for every other actor. */
      actorOwner: components["schemas"]["AccountLabel"] | null;
      action: string;
      target: string;
      /** @description The other account, where the thing lies between two. */
      counterpart: string | null;
      before: {
        [key: string]: string | number | boolean | null | string[];
      } | null;
      after: {
        [key: string]: string | number | boolean | null | string[];
      } | null;
      requestId: string | null;
      ip: string | null;
    };
    AuditHead: {
      /** @description Whose log it is. */
      account: string;
      /** @description Its newest event; 0 where it has none. */
      sequence: number;
      /** @description The seal of that event. */
      mac: string;
      at: string | null;
    };
    AuditVerification: {
      /** @description How many events, from the first on, are as they were written. */
      events: number;
      intact: boolean;
      fault: {
        /** @description The first event that isn't as it should be. */
        sequence: number;
        /**
         * @description `missing` or `altered`; sealed under an `unknown-secret`; the log doesn't end where its own `head` says; against the kept head its end was `cut-off`, or another event stands there (`kept-head`).
         * @enum {string}
         */
        reason: "missing" | "altered" | "unknown-secret" | "head" | "cut-off" | "kept-head";
      } | null;
    };
    Resource: {
      key: string;
      name: string;
      description?: string;
    };
    ResourceCategory: {
      id: string;
      name: string;
      resources: components["schemas"]["Resource"][];
    };
    Product: {
      id: string;
      name: string;
      categories: components["schemas"]["ResourceCategory"][];
    };
    ExternalKey: {
      key: string;
      owner: components["schemas"]["AccountLabel"];
      /** @description The host's own name for it. */
      name: string;
      roles: components["schemas"]["RoleLabel"][];
      /** Format: date-time */
      addedAt: string;
      addedBy: components["schemas"]["Actor"];
      /**
       * @description Whether it opens the account now.
       * @enum {string}
       */
      status: "active" | "inactive";
      /** @description Why it doesn't. */
      statusReason: ("owner-deactivated" | "owner-suspended" | "owner-deleted" | "suspended-here" | "expired") | null;
      /** @description The host's own switch, whatever the owner's side says. */
      suspendedHere: boolean;
      /** @description Suspended here since a backup was restored, because it may have been changed or removed after that: setting its status decides. */
      quarantined: boolean;
      expiresAt: string | null;
      /** @description Most verifications within a minute in this account; null: any number. The owner may have set one too. */
      requestsPerMinute: number | null;
      /** @description Networks in CIDR notation, from which alone it may be used in this account; none: from anywhere. The owner may have set some too. */
      allowedNetworks: string[];
      /** @description When it was last allowed something in the account, to the last counting. */
      lastUsedAt: string | null;
    };
    KeyGap: {
      /** @description In which it is used. */
      account: string;
      /** @description Of that account. */
      displayName: string;
      key: string;
      /** @description Whether another account owns it. */
      external: boolean;
      owner: components["schemas"]["AccountLabel"];
      /** @description The account's own name for it. */
      name: string;
      /**
       * @description Whether it opens the account now.
       * @enum {string}
       */
      status: "active" | "inactive";
      /** @description Ids of its roles in the account. */
      roles: string[];
      /** @description How often it was allowed what was asked about, within these days. */
      uses: number;
      /**
       * Format: date
       * @description The last day (UTC) on which it was.
       */
      lastUsedOn: string;
    };
    Session: {
      user: {
        id: string;
        email: string;
        name: string;
        /** @description The language that they chose for the console. */
        language: ("en" | "pt-BR" | "es") | null;
      } | null;
      /** @description Whether the user is an operator, who may act in every account. */
      operator: boolean;
      /** @description The accounts that the user belongs to. */
      accounts: components["schemas"]["Account"][];
      /** @description By which one can sign in, at `/v1/session/oidc/{id}`. */
      providers: {
        id: string;
        name: string;
      }[];
    };
    Invitation: {
      id: string;
      email: string;
      /** @description As the inviter knows them. */
      name: string | null;
      roles: components["schemas"]["RoleLabel"][];
      /**
       * @description An expired one can be renewed, and not accepted.
       * @enum {string}
       */
      status: "pending" | "expired";
      /** Format: date-time */
      createdAt: string;
      createdBy: components["schemas"]["Actor"];
      /** @description Who made its newest link, and must still be able to give its roles when it is accepted. */
      givenBy: components["schemas"]["Actor"];
      /** Format: date-time */
      expiresAt: string;
      /**
       * @description What became of the mail with its newest link; `sent` is that the mail server took it.
       * @enum {string}
       */
      mail: "none" | "on-its-way" | "sent" | "failed";
    };
    ImportResults: {
      imported: number;
      /** @description Were there already, and stay as they are. */
      present: number;
      refused: number;
      /** @description One for each, in their order. */
      results: {
        /** @enum {string} */
        outcome: "imported" | "present" | "refused";
        /** @enum {string} */
        code?:
          | "MALFORMED_REQUEST"
          | "UNAUTHENTICATED"
          | "SIGN_IN_FAILED"
          | "SIGN_IN_NEEDED"
          | "FORBIDDEN"
          | "ROLE_NOT_HELD"
          | "ACCOUNT_SUSPENDED"
          | "OWNER_SUSPENDED"
          | "KEY_INACTIVE"
          | "EXTERNAL_KEY_INACTIVE"
          | "EXTERNAL_KEY_EXPIRED"
          | "IP_DENIED"
          | "ORIGIN_REFUSED"
          | "NOT_FOUND"
          | "UNKNOWN_ACCOUNT"
          | "UNKNOWN_KEY"
          | "UNKNOWN_LINK"
          | "NO_RENEWAL"
          | "UNKNOWN_INVITATION"
          | "UNKNOWN_RESET"
          | "ACCOUNT_EXISTS"
          | "ALREADY_ADDED"
          | "KEY_TAKEN"
          | "CATALOG_IN_USE"
          | "IDEMPOTENCY_IN_FLIGHT"
          | "INVITATION_EXISTS"
          | "INVITATION_NOT_BACKED"
          | "RESET_NOT_BACKED"
          | "LAST_OWNER"
          | "LINK_UNOPENED"
          | "RENEWAL_PENDING"
          | "NO_PASSWORD"
          | "ROLE_EXISTS"
          | "ROLE_IN_USE"
          | "ROLE_PREDEFINED"
          | "TWO_FACTOR_OFF"
          | "TWO_FACTOR_ON"
          | "USER_ELSEWHERE"
          | "USER_EXISTS"
          | "WEBHOOK_INACTIVE"
          | "WEBHOOK_LIMIT"
          | "LINK_NOT_BACKED"
          | "LINK_EXPIRED"
          | "LINK_USED"
          | "LINK_VOID"
          | "INVITATION_EXPIRED"
          | "INVITATION_USED"
          | "INVITATION_VOID"
          | "RESET_EXPIRED"
          | "RESET_USED"
          | "PRECONDITION_FAILED"
          | "BODY_TOO_LARGE"
          | "UNSUPPORTED_MEDIA_TYPE"
          | "IDEMPOTENCY_MISMATCH"
          | "INVALID_INPUT"
          | "OWN_KEY"
          | "SECRET_IN_FIELD"
          | "UNKNOWN_ROLE"
          | "WRONG_CODE"
          | "WRONG_PASSWORD"
          | "TOO_MANY_AT_ONCE"
          | "TOO_MANY_ATTEMPTS"
          | "TOO_MANY_LOOKUPS"
          | "STALE"
          | "UNAVAILABLE";
        detail?: string;
      }[];
    };
    InvitationOffer: {
      account: string;
      displayName: string;
      email: string;
      /** @description As the inviter knows them. */
      name: string | null;
      roles: components["schemas"]["RoleLabel"][];
      /** Format: date-time */
      expiresAt: string;
      /** @description Whether somebody with this email signs in here already: only they can accept it. */
      known: boolean;
    };
    PasswordReset: {
      id: string;
      email: string;
      /** Format: date-time */
      expiresAt: string;
      /**
       * @description Whether a mail takes the link to the person.
       * @enum {string}
       */
      mail: "none" | "on-its-way";
      link?: {
        /** @description Shown this once. Whoever opens it can set the person's password. */
        url: string;
        /** Format: date-time */
        expiresAt: string;
      };
      /**
       * @description Stands instead of `link` in the answer to a repeat: it is given once.
       * @constant
       */
      secretOmitted?: true;
    };
    Operator: {
      id: string;
      email: string;
      name: string;
      /** Format: date-time */
      addedAt: string;
      addedBy: components["schemas"]["Actor"];
      lastSignInAt: string | null;
      /** @description Whether they prove themselves by a code beside their password. */
      twoFactor: boolean;
    };
    Profile: {
      id: string;
      email: string;
      name: string;
      /** @description `null`: as the browser says. */
      language: ("en" | "pt-BR" | "es") | null;
      hasPassword: boolean;
      /** @description Whether signing in with the password asks for a code, too. */
      twoFactor: boolean;
      /** @description `null` without two-factor. */
      recoveryCodesLeft: number | null;
    };
    RecoveryCodes: {
      /** @description Each is good for one sign-in. They are shown this once. */
      recoveryCodes: string[];
    };
    OwnSession: {
      id: string;
      /** @description Whether it is the one that asks. */
      current: boolean;
      /** Format: date-time */
      createdAt: string;
      /**
       * Format: date-time
       * @description To within a few minutes.
       */
      lastSeenAt: string;
      /** @description The address from which it began. */
      network: string | null;
    };
    Role: {
      id: string;
      name: string;
      description: string;
      /** @description It comes with the catalog and exists in every account. */
      predefined: boolean;
      resources: string[];
      /** @description How much has it in this account. */
      uses: {
        keys: number;
        externalKeys: number;
        users: number;
        invitations: number;
      };
      etag: string;
    };
    /** @description What has a role: by name up to 100 of each kind, and only as far as the caller may see keys and users. */
    RoleUse: {
      keys: {
        key: string;
        name: string;
      }[];
      externalKeys: {
        key: string;
        name: string;
        owner: components["schemas"]["AccountLabel"];
      }[];
      users: {
        id: string;
        name: string;
        email: string;
      }[];
      /** @description Open ones. */
      invitations: {
        id: string;
        email: string;
      }[];
      /** @description Of all, also where not all are named. */
      counts: {
        keys: number;
        externalKeys: number;
        /** @description Owners of the external keys. */
        companies: number;
        users: number;
        invitations: number;
      };
    };
    ServiceKey: {
      id: string;
      name: string;
      /** Format: date-time */
      createdAt: string;
    };
    TwoFactorNeeded: {
      /**
       * @description A code has to follow: nobody is signed in yet.
       * @constant
       */
      twoFactorNeeded: true;
    };
    TokenLink: {
      id: string;
      key: string;
      /**
       * @description Whether its token came with the key, or of a renewal.
       * @enum {string}
       */
      purpose: "first" | "renewal";
      /** @enum {string} */
      state: "waiting" | "opened" | "expired" | "void";
      /** Format: date-time */
      createdAt: string;
      createdBy: components["schemas"]["Actor"];
      /** Format: date-time */
      expiresAt: string;
      openedAt: string | null;
      /** @description Address of whoever opened it. */
      openedFrom: string | null;
      /** @description When somebody with the right secret last came again. */
      reopenedAt: string | null;
      /** @description How often that has happened. */
      reopenings: number;
    };
    User: {
      id: string;
      email: string;
      name: string;
      roles: components["schemas"]["RoleLabel"][];
      /** Format: date-time */
      addedAt: string;
      lastSignInAt: string | null;
      /** @description Whether they prove themselves by a code beside their password. */
      twoFactor: boolean;
    };
    Webhook: {
      id: string;
      url: string;
      events: string[] | null;
      /** @enum {string} */
      status: "active" | "inactive";
      /** @description Why it was turned off by itself: nothing reached it for three days, or it answered 410. */
      statusReason: ("failing" | "gone") | null;
      /** Format: date-time */
      createdAt: string;
      createdBy: components["schemas"]["Actor"];
      /** @description Until when the secret before the newest signs too. */
      overlapEndsAt: string | null;
      lastDeliveredAt: string | null;
      etag: string;
    };
    WebhookDelivery: {
      /** @description Also its `webhook-id` header, at every attempt. */
      id: string;
      type: string;
      /** @description What it is about, such as a key string. */
      subject: string;
      /** @enum {string} */
      state: "waiting" | "delivered" | "failed";
      /** Format: date-time */
      createdAt: string;
      nextAttemptAt: string | null;
      attempts: {
        /** Format: date-time */
        at: string;
        /** @description Of the answer; null where there was none. */
        status: number | null;
        /** @description `answer`: there was one, and it wasn't 2xx. Null: it arrived. */
        problem:
          ("address-refused" | "name-unknown" | "timed-out" | "unreachable" | "answer" | "secret-unreadable") | null;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  verify: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description In which account the credential is to open something. */
          account: string;
          key: string;
          token: string;
          /** @description Without one: whether it opens the account at all. */
          resource?: string;
          /** @description Where the caller's request came from. A key that is bound to networks is refused without it. */
          ip?: string;
          /** @description `validity`, for services that follow the changes: how long they may remember the answer. */
          expand?: ("resources" | "validity")[];
          /** @description The answer takes this revision into account, or is 503 STALE. */
          atLeastRevision?: number;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Decision"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  verifyBatch: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          checks: {
            /** @description In which account the credential is to open something. */
            account: string;
            key: string;
            token: string;
            /** @description Without one: whether it opens the account at all. */
            resource?: string;
            /** @description Where the caller's request came from. A key that is bound to networks is refused without it. */
            ip?: string;
            /** @description `validity`, for services that follow the changes: how long they may remember the answer. */
            expand?: ("resources" | "validity")[];
          }[];
          /** @description The answer takes this revision into account, or is 503 STALE. */
          atLeastRevision?: number;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            results: components["schemas"]["Decision"][];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  explain: {
    parameters: {
      query: {
        key: string;
        resource?: string;
        /** @description Where the request would come from. A key that is bound to networks is refused without it. */
        ip?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            allowed: boolean;
            /** @enum {string} */
            code:
              | "VALID"
              | "INVALID_CREDENTIALS"
              | "UNKNOWN_ACCOUNT"
              | "ACCOUNT_SUSPENDED"
              | "OWNER_SUSPENDED"
              | "KEY_INACTIVE"
              | "NOT_ADMITTED"
              | "EXTERNAL_KEY_INACTIVE"
              | "EXTERNAL_KEY_EXPIRED"
              | "IP_DENIED"
              | "RATE_LIMITED"
              | "RESOURCE_DENIED";
            /** @description All that stands in the way, in the order in which a verification looks; or what lets the key in. */
            reasons: {
              /** @enum {string} */
              code:
                | "VALID"
                | "INVALID_CREDENTIALS"
                | "UNKNOWN_ACCOUNT"
                | "ACCOUNT_SUSPENDED"
                | "OWNER_SUSPENDED"
                | "KEY_INACTIVE"
                | "NOT_ADMITTED"
                | "EXTERNAL_KEY_INACTIVE"
                | "EXTERNAL_KEY_EXPIRED"
                | "IP_DENIED"
                | "RATE_LIMITED"
                | "RESOURCE_DENIED";
              /** @enum {string} */
              side: "owner" | "host" | "platform";
              text: string;
            }[];
            /** @description Whether another account owns the key; null where this account has nothing to do with it. */
            external: boolean | null;
            /** @description Ids of its roles here that open the resource, or of all where none is asked for; whether or not it is let in. */
            openedBy: string[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  streamChanges: {
    parameters: {
      query?: {
        /** @description The last revision heard of. */
        after?: number;
        /** @description Of which history that is, as events say. */
        epoch?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events, without end. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/event-stream": string;
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  countUse: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          uses: {
            account: string;
            key: string;
            /** @description As the answer's `validity` named it. */
            tokenId: string;
            resource?: string;
            /**
             * @description The answer that was given.
             * @enum {string}
             */
            code:
              | "VALID"
              | "INVALID_CREDENTIALS"
              | "UNKNOWN_ACCOUNT"
              | "ACCOUNT_SUSPENDED"
              | "OWNER_SUSPENDED"
              | "KEY_INACTIVE"
              | "NOT_ADMITTED"
              | "EXTERNAL_KEY_INACTIVE"
              | "EXTERNAL_KEY_EXPIRED"
              | "IP_DENIED"
              | "RATE_LIMITED"
              | "RESOURCE_DENIED";
            /**
             * @description As the answer said it, with IP_DENIED.
             * @enum {string}
             */
            networksSetBy?: "owner" | "host";
            count: number;
            /** @description How long ago the last of them was. */
            lastUsedAgoMs: number;
            /** @description Where the last of them came from. */
            ip?: string;
          }[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listExternalKeys: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "key" | "-key" | "owner" | "-owner" | "addedAt" | "-addedAt" | "status" | "-status";
        /** @description Part of the key string, the owner or the name, without case and accents. */
        search?: string;
        status?: "active" | "inactive";
        role?: string;
        /** @description Only those that a restore has wait for a decision. */
        quarantined?: "true";
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["ExternalKey"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  admitExternalKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          key: string;
          name: string;
          roles: string[];
          /** @description When it stops opening the account by itself. */
          expiresAt?: string | null;
          /** @description Most verifications within a minute; null: any number. */
          requestsPerMinute?: number | null;
          /** @description IP addresses and networks, in CIDR notation, from which alone it may be used; none: from anywhere. What is behind the prefix is dropped. */
          allowedNetworks?: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ExternalKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  lookUpExternalKey: {
    parameters: {
      query: {
        key: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            key: string;
            owner: components["schemas"]["AccountLabel"];
            /** @description What the owner publishes about it. */
            profile: components["schemas"]["KeyProfile"] | null;
            alreadyAdded: boolean;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getExternalKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ExternalKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  removeExternalKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editExternalKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name?: string;
          roles?: string[];
          /**
           * @description `inactive` suspends it here.
           * @enum {string}
           */
          status?: "active" | "inactive";
          expiresAt?: string | null;
          /** @description Most verifications within a minute; null: any number. */
          requestsPerMinute?: number | null;
          /** @description IP addresses and networks, in CIDR notation, from which alone it may be used; none: from anywhere. What is behind the prefix is dropped. */
          allowedNetworks?: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ExternalKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  reportExternalKeyUse: {
    parameters: {
      query?: {
        /** @description First day (UTC). Default: 30 days up to `to`. */
        from?: string;
        /** @description Last day (UTC), included. Default: today. */
        to?: string;
        group?: "resource" | "day";
      };
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UseReport"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listApiKeys: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "createdAt" | "-createdAt" | "status" | "-status";
        /** @description Part of the name or the key string, without case and accents. */
        search?: string;
        status?: "active" | "inactive";
        role?: string;
        /** @description Only keys whose oldest token should be renewed, or is overdue; or keys with a token that stops working within 30 days. */
        alert?: "recommended" | "overdue" | "expiring";
        /** @description Only keys that are being renewed. */
        renewal?: "open";
        /** @description Only those that a restore has wait for a decision. */
        quarantined?: "true";
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["ApiKey"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  generateApiKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name: string;
          roles: string[];
          profile?: {
            /** @default  */
            description?: string;
            /** @default [] */
            resources?: string[];
          } | null;
          /** @description Most verifications within a minute; null: any number. */
          requestsPerMinute?: number | null;
          /** @description IP addresses and networks, in CIDR notation, from which alone it may be used; none: from anywhere. What is behind the prefix is dropped. */
          allowedNetworks?: string[];
          /**
           * @description How the token is handed over: in this answer, or by a one-time link.
           * @default inline
           * @enum {string}
           */
          tokenDelivery?: "inline" | "link";
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            key: string;
            name: string;
            roles: components["schemas"]["RoleLabel"][];
            /** @enum {string} */
            status: "active" | "inactive";
            /** @description Inactive since a backup was restored, because it may have been revoked after that: setting its status decides. */
            quarantined: boolean;
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            tokens: components["schemas"]["ApiToken"][];
            /** @description What the owner publishes about it, for those who are to add it. */
            profile: components["schemas"]["KeyProfile"] | null;
            /** @description Most verifications within a minute, over all accounts; null: any number. */
            requestsPerMinute: number | null;
            /** @description Networks in CIDR notation, from which alone it may be used; none: from anywhere. */
            allowedNetworks: string[];
            /** @description How many accounts admitted it. */
            hostCount: number;
            /** @description When it was last allowed something, in whichever account, to the last counting. */
            lastUsedAt: string | null;
            /** @description Shown this once. Only with `inline`. */
            token?: string;
            /** @description Only with `link`. */
            tokenLink?: {
              id: string;
              /** @description Shown this once. Whoever opens it first gets the token, which works from then on. */
              url: string;
              /** Format: date-time */
              expiresAt: string;
            };
            /**
             * @description Stands instead of `token` or `tokenLink` in the answer to a repeat: they are given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  deleteApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name?: string;
          roles?: string[];
          /** @enum {string} */
          status?: "active" | "inactive";
          profile?: {
            /** @default  */
            description?: string;
            /** @default [] */
            resources?: string[];
          } | null;
          /** @description Most verifications within a minute; null: any number. */
          requestsPerMinute?: number | null;
          /** @description IP addresses and networks, in CIDR notation, from which alone it may be used; none: from anywhere. What is behind the prefix is dropped. */
          allowedNetworks?: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listKeyHosts: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "account" | "-account" | "since" | "-since";
      };
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["KeyHost"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  reportKeyUse: {
    parameters: {
      query?: {
        /** @description First day (UTC). Default: 30 days up to `to`. */
        from?: string;
        /** @description Last day (UTC), included. Default: today. */
        to?: string;
        group?: "account" | "resource" | "day";
      };
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UseReport"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  exportApiKeys: {
    parameters: {
      query?: {
        format?: "xlsx" | "csv" | "json";
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
          "text/csv": string;
          "application/json": {
            account: string;
            /** Format: date-time */
            exportedAt: string;
            generated: {
              id: string;
              keyName: string;
              roles: string[];
              label: string;
              /** Format: date-time */
              creationDate: string;
              creationDateToken: string | null;
              creationDateNewToken: string | null;
              /** @enum {string} */
              status: "Active" | "Inactive";
            }[];
            external: {
              id: string;
              keyName: string;
              roles: string[];
              account: string;
              /** Format: date-time */
              addedDate: string;
              /** @enum {string} */
              status: "Active" | "Inactive";
            }[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getApiKeySettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKeySettings"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editApiKeySettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description From which age on the renewal of a token is recommended, in calendar months since it was made. */
          renewalMonths?: 3 | 6;
          /**
           * @description `alert`: an old token is pointed out and works on. `expire`: it stops working at that age, everywhere.
           * @enum {string}
           */
          enforcement?: "alert" | "expire";
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKeySettings"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  renewApiToken: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    /** @description May be left out. */
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description How the token is handed over: in this answer, or by a one-time link.
           * @default inline
           * @enum {string}
           */
          tokenDelivery?: "inline" | "link";
          /**
           * @description When the old token is deleted: `now` is as soon as the new one works.
           * @default later
           * @enum {string}
           */
          oldToken?: "later" | "now";
        } | null;
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            key: string;
            name: string;
            roles: components["schemas"]["RoleLabel"][];
            /** @enum {string} */
            status: "active" | "inactive";
            /** @description Inactive since a backup was restored, because it may have been revoked after that: setting its status decides. */
            quarantined: boolean;
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            tokens: components["schemas"]["ApiToken"][];
            /** @description What the owner publishes about it, for those who are to add it. */
            profile: components["schemas"]["KeyProfile"] | null;
            /** @description Most verifications within a minute, over all accounts; null: any number. */
            requestsPerMinute: number | null;
            /** @description Networks in CIDR notation, from which alone it may be used; none: from anywhere. */
            allowedNetworks: string[];
            /** @description How many accounts admitted it. */
            hostCount: number;
            /** @description When it was last allowed something, in whichever account, to the last counting. */
            lastUsedAt: string | null;
            /** @description Shown this once. Only with `inline`. */
            token?: string;
            /** @description Only with `link`. */
            tokenLink?: {
              id: string;
              /** @description Shown this once. Whoever opens it first gets the token, which works from then on. */
              url: string;
              /** Format: date-time */
              expiresAt: string;
            };
            /**
             * @description Stands instead of `token` or `tokenLink` in the answer to a repeat: they are given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  undoRenewal: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  completeRenewal: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        key: string;
      };
      cookie?: never;
    };
    /** @description May be left out. */
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description `opened`: once the new token's link has been opened, at once where none waits.
           * @default now
           * @enum {string}
           */
          when?: "now" | "opened";
        } | null;
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApiKey"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listTokenLinks: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "createdAt" | "-createdAt";
        state?: "waiting" | "opened" | "expired" | "void";
        /** @description `true`: only links that somebody came back to after they were opened, and whose token still works. */
        reopened?: "true" | "false";
        /** @description The whole key string. */
        key?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["TokenLink"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  revealTokenLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What stands behind the `#` in the link. */
          secret: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            key: string;
            /** @description Shown this once. */
            token: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  voidTokenLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  importApiKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          keys: {
            account: string;
            key: string;
            name: string;
            roles: string[];
            /** @enum {string} */
            status?: "active" | "inactive";
            /** @description Most verifications within a minute; null: any number. */
            requestsPerMinute?: number | null;
            /** @description 20 to 512 visible ASCII characters. Kept as a digest. */
            token?: string;
            /** @description Instead of it: SHA-256 of its UTF-8, in hexadecimal. */
            tokenSha256?: string;
            /**
             * Format: date-time
             * @description When the token was made; absent: now. Renewal alerts count from then.
             */
            createdAt?: string;
          }[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ImportResults"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  importExternalKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          externalKeys: {
            account: string;
            key: string;
            name: string;
            roles: string[];
            /** @enum {string} */
            status?: "active" | "inactive";
            /** @description Most verifications within a minute; null: any number. */
            requestsPerMinute?: number | null;
            expiresAt?: string | null;
          }[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ImportResults"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listAccounts: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "displayName" | "-displayName" | "createdAt" | "-createdAt" | "status" | "-status";
        search?: string;
        status?: "active" | "suspended";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["Account"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  createAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name: string;
          displayName: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Account"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Account"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          displayName?: string;
          /** @enum {string} */
          status?: "active" | "suspended";
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Account"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getAccess: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            account: components["schemas"]["Account"];
            resources: string[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listResources: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            products: components["schemas"]["Product"][];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  replaceCatalog: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          products: components["schemas"]["ProductInput"][];
          roles: {
            id: string;
            name: string;
            /** @default  */
            description?: string;
            resources: string[];
          }[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            products: components["schemas"]["Product"][];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listGaps: {
    parameters: {
      query?: {
        /** @description A resource that the API asks for today; may be repeated. Only keys that were allowed one of them; without any, keys that were allowed anything at all. */
        usedResource?: string[];
        /** @description How many days back (UTC), today's included. */
        days?: number;
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "account" | "-account";
      };
      header?: never;
      path: {
        /** @description The resource that will be needed. */
        resource: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["KeyGap"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  exportGaps: {
    parameters: {
      query?: {
        format?: "csv";
        /** @description A resource that the API asks for today; may be repeated. Only keys that were allowed one of them; without any, keys that were allowed anything at all. */
        usedResource?: string[];
        /** @description How many days back (UTC), today's included. */
        days?: number;
      };
      header?: never;
      path: {
        /** @description The resource that will be needed. */
        resource: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listRoles: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "id" | "-id";
        search?: string;
        /** @description Those that come with the catalog, or those of the account's own. */
        predefined?: "true" | "false";
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["Role"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  createRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Made from the name where it isn't given. */
          id?: string;
          name: string;
          /** @default  */
          description?: string;
          resources: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Role"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Role"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  deleteRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name?: string;
          description?: string;
          /** @description All that it is to hold. */
          resources?: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Role"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getRoleUse: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RoleUse"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listUsers: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "email" | "-email" | "addedAt" | "-addedAt";
        search?: string;
        role?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["User"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  addUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Compared without case. */
          email: string;
          name: string;
          roles: string[];
          /** @description Only for a person who is new; without one they can't sign in yet. */
          password?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            email: string;
            name: string;
            roles: components["schemas"]["RoleLabel"][];
            /** Format: date-time */
            addedAt: string;
            lastSignInAt: string | null;
            /** @description Whether they prove themselves by a code beside their password. */
            twoFactor: boolean;
            passwordReset?: components["schemas"]["PasswordReset"];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["User"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  removeUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        userId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name?: string;
          roles?: string[];
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["User"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  endUserSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  beginPasswordReset: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
        userId: string;
      };
      cookie?: never;
    };
    /** @description May be left out. */
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description `link`: the answer's link alone, and no mail. Absent: a mail too, where the installation sends any.
           * @enum {string}
           */
          delivery?: "mail" | "link";
        } | null;
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PasswordReset"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  lookUpPasswordReset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What stands behind the `#` in the link. */
          secret: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            email: string;
            /** Format: date-time */
            expiresAt: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  resetPassword: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What stands behind the `#` in the link. */
          secret: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listInvitations: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "email" | "-email" | "createdAt" | "-createdAt" | "expiresAt" | "-expiresAt";
        search?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["Invitation"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  inviteUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Compared without case. */
          email: string;
          /** @description A person who is new may choose another. */
          name?: string;
          roles: string[];
          /**
           * @description `link`: the answer's link alone, and no mail. Absent: a mail too, where the installation sends any.
           * @enum {string}
           */
          delivery?: "mail" | "link";
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            email: string;
            /** @description As the inviter knows them. */
            name: string | null;
            roles: components["schemas"]["RoleLabel"][];
            /**
             * @description An expired one can be renewed, and not accepted.
             * @enum {string}
             */
            status: "pending" | "expired";
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            givenBy: components["schemas"]["Actor"];
            /** Format: date-time */
            expiresAt: string;
            /**
             * @description What became of the mail with its newest link; `sent` is that the mail server took it.
             * @enum {string}
             */
            mail: "none" | "on-its-way" | "sent" | "failed";
            link?: {
              /** @description Shown this once. Whoever opens it can accept the invitation, if they are that person. */
              url: string;
              /** Format: date-time */
              expiresAt: string;
            };
            /**
             * @description Stands instead of `link` in the answer to a repeat: it is given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Invitation"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  withdrawInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  renewInvitation: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    /** @description May be left out. */
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description `link`: the answer's link alone, and no mail. Absent: a mail too, where the installation sends any.
           * @enum {string}
           */
          delivery?: "mail" | "link";
        } | null;
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            email: string;
            /** @description As the inviter knows them. */
            name: string | null;
            roles: components["schemas"]["RoleLabel"][];
            /**
             * @description An expired one can be renewed, and not accepted.
             * @enum {string}
             */
            status: "pending" | "expired";
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            givenBy: components["schemas"]["Actor"];
            /** Format: date-time */
            expiresAt: string;
            /**
             * @description What became of the mail with its newest link; `sent` is that the mail server took it.
             * @enum {string}
             */
            mail: "none" | "on-its-way" | "sent" | "failed";
            link?: {
              /** @description Shown this once. Whoever opens it can accept the invitation, if they are that person. */
              url: string;
              /** Format: date-time */
              expiresAt: string;
            };
            /**
             * @description Stands instead of `link` in the answer to a repeat: it is given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  lookUpInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What stands behind the `#` in the link. */
          secret: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InvitationOffer"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  acceptInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What stands behind the `#` in the link. */
          secret: string;
          /** @description Only for a person who is new. Absent: as the inviter knows them. */
          name?: string;
          /** @description Only for a person who is new, and needed then. */
          password?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description The account that they now belong to. */
            account: string;
            session: components["schemas"]["Session"];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listOperators: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "email" | "-email" | "addedAt" | "-addedAt";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["Operator"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  addOperator: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Compared without case. */
          email: string;
          /** @description For a person who is new, and only for them. */
          name?: string;
          /** @description Only for a person who is new; without one they can't sign in by a password. */
          password?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            email: string;
            name: string;
            /** Format: date-time */
            addedAt: string;
            addedBy: components["schemas"]["Actor"];
            lastSignInAt: string | null;
            /** @description Whether they prove themselves by a code beside their password. */
            twoFactor: boolean;
            passwordReset?: components["schemas"]["PasswordReset"];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  removeOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  beginOperatorPasswordReset: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        userId: string;
      };
      cookie?: never;
    };
    /** @description May be left out. */
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description `link`: the answer's link alone, and no mail. Absent: a mail too, where the installation sends any.
           * @enum {string}
           */
          delivery?: "mail" | "link";
        } | null;
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PasswordReset"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listServiceKeys: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "name" | "-name" | "createdAt" | "-createdAt";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["ServiceKey"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  generateServiceKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            /** @description Shown this once. */
            token?: string;
            /**
             * @description Stands instead of `token` in the answer to a repeat: it is given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  deleteServiceKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listWebhooks: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "createdAt" | "-createdAt";
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["Webhook"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  createWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret. */
        "idempotency-key"?: string;
      };
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description An https:// address on the public internet. */
          url: string;
          /**
           * @description The types that it gets; null: all, also those to come.
           * @default null
           */
          events?:
            | (
                | "external_key.added"
                | "external_key.changed"
                | "external_key.removed"
                | "key.deactivated"
                | "key.activated"
                | "key.renewed"
                | "key.deleted"
                | "token.expiring"
                | "token.expired"
                | "token.renewal_recommended"
                | "token.renewal_overdue"
                | "token_link.opened"
              )[]
            | null;
        };
      };
    };
    responses: {
      /** @description Default Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            url: string;
            events: string[] | null;
            /** @enum {string} */
            status: "active" | "inactive";
            /** @description Why it was turned off by itself: nothing reached it for three days, or it answered 410. */
            statusReason: ("failing" | "gone") | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            /** @description Until when the secret before the newest signs too. */
            overlapEndsAt: string | null;
            lastDeliveredAt: string | null;
            etag: string;
            /** @description Signs what is sent: `whsec_…`, shown this once. */
            secret?: string;
            /**
             * @description Stands instead of `secret` in the answer to a repeat: it is given once.
             * @enum {boolean}
             */
            secretOmitted?: true;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Webhook"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  deleteWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description An https:// address on the public internet. */
          url?: string;
          /** @description The types that it gets; null: all, also those to come. */
          events?:
            | (
                | "external_key.added"
                | "external_key.changed"
                | "external_key.removed"
                | "key.deactivated"
                | "key.activated"
                | "key.renewed"
                | "key.deleted"
                | "token.expiring"
                | "token.expired"
                | "token.renewal_recommended"
                | "token.renewal_overdue"
                | "token_link.opened"
              )[]
            | null;
          /**
           * @description What waits for one that is turned off has failed.
           * @enum {string}
           */
          status?: "active" | "inactive";
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Webhook"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /**
           * @description How long the secret before it signs too.
           * @default 24
           */
          overlapHours?: number;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: string;
            url: string;
            events: string[] | null;
            /** @enum {string} */
            status: "active" | "inactive";
            /** @description Why it was turned off by itself: nothing reached it for three days, or it answered 410. */
            statusReason: ("failing" | "gone") | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"];
            /** @description Until when the secret before the newest signs too. */
            overlapEndsAt: string | null;
            lastDeliveredAt: string | null;
            etag: string;
            /** @description Signs what is sent: `whsec_…`, shown this once. */
            secret: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  testWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "createdAt" | "-createdAt";
        state?: "waiting" | "delivered" | "failed";
      };
      header?: never;
      path: {
        account: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["WebhookDelivery"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  replayWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
        id: string;
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookDelivery"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listAuditEvents: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "sequence" | "-sequence";
        /** @description Part of the actor's name or id. */
        actor?: string;
        /** @description An action, or with a dot at its end all that begin so: `key.` */
        action?: string;
        /** @description The whole target, such as a key string. */
        target?: string;
        /** @description Name of the other account. */
        counterpart?: string;
        from?: string;
        /** @description Exclusive. */
        to?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["AuditEvent"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listPlatformAuditEvents: {
    parameters: {
      query?: {
        /** @description Most items to answer. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description The field to sort by, with `-` descending. */
        sort?: "sequence" | "-sequence";
        /** @description Part of the actor's name or id. */
        actor?: string;
        /** @description An action, or with a dot at its end all that begin so: `key.` */
        action?: string;
        /** @description The whole target, such as a key string. */
        target?: string;
        /** @description Name of the other account. */
        counterpart?: string;
        from?: string;
        /** @description Exclusive. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["AuditEvent"][];
            /** @description Send it as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
            /** @description Items on all pages. */
            total: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  exportAuditEvents: {
    parameters: {
      query: {
        format: "csv" | "json";
        /** @description Part of the actor's name or id. */
        actor?: string;
        /** @description An action, or with a dot at its end all that begin so: `key.` */
        action?: string;
        /** @description The whole target, such as a key string. */
        target?: string;
        /** @description Name of the other account. */
        counterpart?: string;
        from?: string;
        /** @description Exclusive. */
        to?: string;
      };
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
          "application/json": {
            /** @description Its place in the log, from 1 on without gaps. */
            sequence: number;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["Actor"];
            action: string;
            target: string;
            /** @description The other account, where the thing lies between two. */
            counterpart: string | null;
            before: {
              [key: string]: string | number | boolean | null | string[];
            } | null;
            after: {
              [key: string]: string | number | boolean | null | string[];
            } | null;
            requestId: string | null;
            ip: string | null;
          }[];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  exportPlatformAuditEvents: {
    parameters: {
      query: {
        format: "csv" | "json";
        /** @description Part of the actor's name or id. */
        actor?: string;
        /** @description An action, or with a dot at its end all that begin so: `key.` */
        action?: string;
        /** @description The whole target, such as a key string. */
        target?: string;
        /** @description Name of the other account. */
        counterpart?: string;
        from?: string;
        /** @description Exclusive. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
          "application/json": {
            /** @description Its place in the log, from 1 on without gaps. */
            sequence: number;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["Actor"];
            action: string;
            target: string;
            /** @description The other account, where the thing lies between two. */
            counterpart: string | null;
            before: {
              [key: string]: string | number | boolean | null | string[];
            } | null;
            after: {
              [key: string]: string | number | boolean | null | string[];
            } | null;
            requestId: string | null;
            ip: string | null;
          }[];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  verifyAuditEvents: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description A head of this log that was kept: then a tail that was cut off shows. */
          head?: {
            sequence: number;
            mac: string;
          };
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditVerification"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  verifyPlatformAuditEvents: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description A head of this log that was kept: then a tail that was cut off shows. */
          head?: {
            sequence: number;
            mac: string;
          };
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditVerification"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getAuditHead: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        account: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditHead"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getPlatformAuditHead: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditHead"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Session"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          email: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Session"] | components["schemas"]["TwoFactorNeeded"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  signInByCode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          code: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Session"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Profile"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  editProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          name?: string;
          /** @description `null`: as the browser says. */
          language?: ("en" | "pt-BR" | "es") | null;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Profile"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          current: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  startTwoFactor: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description In base 32, to type in. It is shown this once. */
            secret: string;
            /** @description `otpauth://totp/…`, for a QR code. */
            uri: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  disableTwoFactor: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  confirmTwoFactor: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          code: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RecoveryCodes"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  replaceRecoveryCodes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          password: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RecoveryCodes"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listOwnSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            items: components["schemas"]["OwnSession"][];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  endOtherSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  endOwnSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  listChanges: {
    parameters: {
      query: {
        /** @description A revision: the backup's. What changed behind it is named. */
        after: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description Which history the revisions are of: a restore begins another. */
            epoch: string;
            after: number;
            /** @description The newest revision that this node has seen. */
            through: number;
            /** @description Whether this node has seen all that changed between the two. */
            complete: boolean;
            /** @description Each thing once. */
            changes: (
              | {
                  /** @enum {string} */
                  kind: "account";
                  account: string;
                  /** @description The newest that changed it. */
                  revision: number;
                }
              | {
                  /** @enum {string} */
                  kind: "key";
                  key: string;
                  /** @description The newest that changed it. */
                  revision: number;
                }
              | {
                  /** @enum {string} */
                  kind: "external-key";
                  account: string;
                  key: string;
                  /** @description The newest that changed it. */
                  revision: number;
                }
              | {
                  /** @enum {string} */
                  kind: "role";
                  account: string;
                  role: string;
                  /** @description The newest that changed it. */
                  revision: number;
                }
              | {
                  /** @enum {string} */
                  kind: "catalog";
                  /** @description The newest that changed it. */
                  revision: number;
                }
              | {
                  /** @enum {string} */
                  kind: "service-key";
                  id: string;
                  /** @description The newest that changed it. */
                  revision: number;
                }
            )[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @enum {string} */
            status: "ok";
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @enum {string} */
            status: "ready" | "stale";
            /** @description The newest change that answers take into account. */
            revision: number;
            /** @description How old what this node knows is. */
            ageSeconds: number;
          };
        };
      };
      /** @description Default Response */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @enum {string} */
            status: "ready" | "stale";
            /** @description The newest change that answers take into account. */
            revision: number;
            /** @description How old what this node knows is. */
            ageSeconds: number;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One line for each series. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/plain": string;
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  authorize: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  evaluateAccess: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          subject: {
            /** @description `api-key`. The answer to any other is no. */
            type: string;
            /** @description The key string. */
            id: string;
            properties?: {
              /** @description The token. Without it nothing is proven, and the answer is no. */
              token?: string;
              /** @description Where the caller's request came from, without a port. What is no address is refused. */
              ip_address?: string;
            } & {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          action: {
            /** @description The resource that the roles have to open, such as `oms.view-order`; `access`: whether they open the account. */
            name: string;
            properties?: {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          resource: {
            /** @description `account`. The answer to any other is no. */
            type: string;
            /** @description The account's name. */
            id: string;
            properties?: {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          /** @description Anything; nothing in it counts. */
          context?: {
            [key: string]: unknown;
          };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AccessEvaluation"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  evaluateAccesses: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          subject?: {
            /** @description `api-key`. The answer to any other is no. */
            type: string;
            /** @description The key string. */
            id: string;
            properties?: {
              /** @description The token. Without it nothing is proven, and the answer is no. */
              token?: string;
              /** @description Where the caller's request came from, without a port. What is no address is refused. */
              ip_address?: string;
            } & {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          action?: {
            /** @description The resource that the roles have to open, such as `oms.view-order`; `access`: whether they open the account. */
            name: string;
            properties?: {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          resource?: {
            /** @description `account`. The answer to any other is no. */
            type: string;
            /** @description The account's name. */
            id: string;
            properties?: {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          /** @description Anything; nothing in it counts. */
          context?: {
            [key: string]: unknown;
          };
          options?: {
            /** @enum {string} */
            evaluations_semantic?: "execute_all" | "deny_on_first_deny" | "permit_on_first_permit";
          } & {
            [key: string]: unknown;
          };
          /** @description Each as in a single evaluation, but for what it takes from the defaults. Without any: a single evaluation. */
          evaluations?: {
            [key: string]: unknown;
          }[];
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json":
            | {
                evaluations: components["schemas"]["AccessEvaluation"][];
              }
            | components["schemas"]["AccessEvaluation"];
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  getAuthzenConfiguration: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** Format: uri */
            policy_decision_point: string;
            /** Format: uri */
            access_evaluation_endpoint: string;
            /** Format: uri */
            access_evaluations_endpoint: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
    };
  };
  issueAccessToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/x-www-form-urlencoded": {
          /** @description `client_credentials`. */
          grant_type: string;
          /** @description The account, as `<public url>/accounts/<name>`. This or `audience` is needed. */
          resource?: string;
          /** @description The same, as some clients call it. */
          audience?: string;
          /** @description Resources of the catalog, divided by spaces. Without it: all that the key may do. */
          scope?: string;
          /** @description The key string, where the client doesn't authenticate by Basic. */
          client_id?: string;
          /** @description Its token, beside `client_id`. */
          client_secret?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description A JWT (RFC 9068). */
            access_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            /** @description In seconds, 300 at most. */
            expires_in: number;
            scope: string;
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
    };
  };
  introspectAccessToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/x-www-form-urlencoded": {
          /** @description The access token. */
          token: string;
          /** @description Ignored: there is one type. */
          token_type_hint?: string;
          /** @description The key string, where the client doesn't authenticate by Basic. */
          client_id?: string;
          /** @description Its token, beside `client_id`. */
          client_secret?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json":
            | {
                iss: string;
                sub: string;
                aud: string;
                exp: number;
                iat: number;
                jti: string;
                client_id: string;
                scope: string;
                account: string;
                owner: string;
                external: boolean;
                /** @enum {boolean} */
                active: true;
                /** @enum {string} */
                token_type: "Bearer";
              }
            | {
                /** @enum {boolean} */
                active: false;
              };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
    };
  };
  revokeAccessToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/x-www-form-urlencoded": {
          /** @description The access token. */
          token: string;
          /** @description Ignored: there is one type. */
          token_type_hint?: string;
          /** @description The key string, where the client doesn't authenticate by Basic. */
          client_id?: string;
          /** @description Its token, beside `client_id`. */
          client_secret?: string;
        };
      };
    };
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": Record<string, never>;
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
    };
  };
  getJwks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            keys: ({
              kty: string;
              kid: string;
              alg: string;
              /** @enum {string} */
              use: "sig";
            } & {
              [key: string]: unknown;
            })[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
    };
  };
  getOauthMetadata: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Default Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** Format: uri */
            issuer: string;
            /** Format: uri */
            token_endpoint: string;
            token_endpoint_auth_methods_supported: string[];
            /** Format: uri */
            jwks_uri: string;
            /** Format: uri */
            introspection_endpoint: string;
            introspection_endpoint_auth_methods_supported: string[];
            /** Format: uri */
            revocation_endpoint: string;
            revocation_endpoint_auth_methods_supported: string[];
            grant_types_supported: string[];
            response_types_supported: string[];
            access_token_signing_alg_values_supported: string[];
          };
        };
      };
      /** @description What went wrong */
      "4XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
      /** @description What went wrong */
      "5XX": {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OAuthError"];
        };
      };
    };
  };
}
