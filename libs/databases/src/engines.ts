import type { Engine } from '@cutover/contracts';
import type { DatabaseEngine } from './database-engine.js';
import { mariadb } from './engines/mariadb/mariadb-engine.js';
import { mysql } from './engines/mysql/mysql-engine.js';
import { postgres } from './engines/postgres/postgres-engine.js';

/** Every engine there is. A new one is a folder in engines/ and a line here. */
export const engines: Readonly<Record<Engine, DatabaseEngine>> = { mariadb, mysql, postgres };
