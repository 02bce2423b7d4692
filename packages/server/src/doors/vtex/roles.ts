import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type EffectiveCatalog, effectiveCatalog, resourceKeysOf } from "../../domain/catalog.ts";
import { DomainError } from "../../domain/errors.ts";
import { OWNER_ROLE } from "../../domain/role.ts";
import { compareCodeUnits } from "../../domain/text.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import type { Access } from "../../usecases/access.ts";
import { ASSIGNED_ROLES_MAX, roleNames, rolesNamed } from "../../usecases/account-roles.ts";
import { requireSeesRoles } from "../../usecases/role-view.ts";
import { accountQuery } from "./account-of.ts";
import { admitByRoles, changeRoles, rolesOf } from "./role-holder.ts";
import { roleNumber, roleOfNumber } from "./role-numbers.ts";

const USER_ROLES = "/api/license-manager/users/:userId/roles";
const querystring = accountQuery;
const userParams = z.object({ userId: z.string() });

type AccessOf = (request: FastifyRequest) => Promise<Access>;

/** License Manager's roles of users and keys. Whoever's roles are meant is named by a user's id or by a key string, also by another account's. */
export function roleRoutes(api: Api, { ports }: RouteParts, accessOf: AccessOf): void {
  const { reads } = ports;
  api.get(USER_ROLES, { schema: { querystring, params: userParams } }, async (request) => {
    const access = await accessOf(request);
    const roles = (await rolesOf(ports, access, request.params.userId)) ?? [];
    const names = await roleNames(reads, access.account);
    return roles.map((id) => ({ id: roleNumber(id), name: names.get(id) ?? id }));
  });
  api.put(
    USER_ROLES,
    { schema: { querystring, params: userParams, body: z.array(z.int32()).max(ASSIGNED_ROLES_MAX) } },
    async (request, reply) => {
      const access = await accessOf(request);
      const { userId } = request.params;
      const ids = [...(await roleNames(reads, access.account)).keys()];
      const added = request.body.map((number) => requireRole(number, ids));
      const isKnown = await changeRoles(ports, access, userId, (before) => [...new Set([...before, ...added])]);
      // Giving nothing admits nobody.
      if (!isKnown && added.length > 0) await admitByRoles(ports, access, userId, added);
      return reply.code(204).send();
    },
  );
  api.delete(
    `${USER_ROLES}/:roleId`,
    { schema: { querystring, params: userParams.extend({ roleId: z.string() }) } },
    async (request, reply) => {
      const access = await accessOf(request);
      const { roleId, userId } = request.params;
      if (!/^\d{1,10}$/.test(roleId)) throw new DomainError("INVALID_INPUT", "Invalid RoleId");
      const role = roleOfNumber(Number(roleId), (await roleNames(reads, access.account)).keys());
      await changeRoles(ports, access, userId, (before) => before.filter((id) => id !== role));
      return reply.code(204).send();
    },
  );
}

const listQuery = accountQuery.extend({
  numItems: z.coerce.number().int().min(1).max(1_000).default(20),
  pageNumber: z.coerce.number().int().min(1).max(1_000_000).default(1),
  sort: z.string().max(20).default("name"),
  sortType: z.string().max(4).default("ASC"),
});

/** License Manager's list of roles. */
export function roleListRoute(api: Api, { ports }: RouteParts, accessOf: AccessOf): void {
  const { reads } = ports;
  api.get("/api/license-manager/site/pvt/roles/list/paged", { schema: { querystring: listQuery } }, async (request) => {
    const access = await accessOf(request);
    requireSeesRoles(access);
    const { numItems: perPage, pageNumber: page, sort, sortType } = request.query;
    const names = await roleNames(reads, access.account);
    const byName = ([a, nameA]: [string, string], [b, nameB]: [string, string]) =>
      compareCodeUnits(nameA, nameB) || compareCodeUnits(a, b);
    const byNumber = ([a]: [string, string], [b]: [string, string]) => roleNumber(a) - roleNumber(b);
    const sorted = [...names].toSorted(sort === "id" ? byNumber : byName);
    if (sortType.toUpperCase() !== "ASC") sorted.reverse();
    const ids = sorted.slice((page - 1) * perPage, page * perPage).map(([id]) => id);
    const roles = await rolesNamed(reads, access.account, ids);
    const catalog = effectiveCatalog(await reads.catalog.find());
    const total = names.size;
    return {
      items: ids.flatMap((id) => roles.get(id) ?? []).map((role) => roleItem(role, catalog)),
      paging: { page, perPage, total, pages: Math.ceil(total / perPage) },
    };
  });
}

function roleItem(
  { id, name, predefined, resources }: { id: string; name: string; predefined: boolean; resources: readonly string[] },
  { products }: EffectiveCatalog,
) {
  const held = new Set(resources);
  return {
    id: roleNumber(id),
    name,
    isAdmin: id === OWNER_ROLE,
    roleType: predefined ? 0 : 1,
    products: products
      .filter((product) => resourceKeysOf(product).some((key) => held.has(key)))
      .map((product) => ({ ...NO_PRODUCT, id: product.id, name: product.name })),
    logins: null,
    resources: null,
  };
}

/** Fields of a product that nothing here says. */
const NO_PRODUCT = {
  description: null,
  categoryId: null,
  categoryName: null,
  url: null,
  consoleUrlMask: null,
  webApiUrlMask: null,
  urlConfiguration: null,
  productResources: null,
};

function requireRole(number: number, ids: readonly string[]): string {
  const role = roleOfNumber(number, ids);
  if (role === undefined) throw new DomainError("UNKNOWN_ROLE", "Some of these roles don't exist in this account.");
  return role;
}
