import type { Engine } from '@cutover/contracts';

/** What names of metrics begin with, as dashboards of the field know them. */
export const families = ['mysql', 'postgres'] as const;
export type Family = (typeof families)[number];

export const familyOf: Readonly<Record<Engine, Family>> = { mariadb: 'mysql', mysql: 'mysql', postgres: 'postgres' };
