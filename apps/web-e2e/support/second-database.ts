import { addDatabase, postgresGrants, roles, type AddedDatabase, type PostgresLab } from '@cutover/lab';

/** Replicated beside the shop, by a publication and a subscription of its own. */
export const secondDatabase = 'other';

/** Makes it on both servers, with the rights that the documentation asks for. */
export async function addSecondDatabase(lab: PostgresLab): Promise<AddedDatabase> {
  const added = await addDatabase(lab, secondDatabase);
  for (const role of roles) await added.run(role, ...postgresGrants(secondDatabase));
  return added;
}
