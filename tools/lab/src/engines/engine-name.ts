/** The engines that a lab runs from what is installed on this machine. */
export const ownEngineNames = ['mariadb', 'postgres'] as const;

export type OwnEngineName = (typeof ownEngineNames)[number];

/** The database servers a lab can be made of; both sides of one are of the same engine. MySQL comes from another root, by code. */
export type EngineName = OwnEngineName | 'mysql';
