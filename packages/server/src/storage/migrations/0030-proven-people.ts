import { type Kysely, sql } from "kysely";

/**
 * `users.email_verified` now says whether whoever signs in as a person is who has the email. Until here it said whether they had ever
 * been linked to a provider, which takes away the password: who has one was given another since, perhaps by an account's administrator.
 * Operators are reset by one another alone.
 */
export async function provenPeople(db: Kysely<unknown>): Promise<void> {
  await sql`
    update users set email_verified = false
    where id in (select user_id from credentials where provider_id = 'credential')
  `.execute(db);
  await sql`update users set email_verified = true where id in (select user_id from operators)`.execute(db);
}
