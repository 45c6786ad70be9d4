import type { Engine, Role } from '@cutover/contracts';

/**
 * Reads the position of one side; column `position`. No right is needed. MariaDB keeps what it wrote and what it
 * applied apart; for MySQL both are what it executed.
 */
export const positionStatements: Record<Engine, Record<Role, string>> = {
  mariadb: {
    source: 'SELECT @@GLOBAL.gtid_binlog_pos AS position',
    target: 'SELECT @@GLOBAL.gtid_slave_pos AS position',
  },
  mysql: {
    source: 'SELECT @@GLOBAL.gtid_executed AS position',
    target: 'SELECT @@GLOBAL.gtid_executed AS position',
  },
};
