import type { Facts } from '../../pair-look.js';
import { passingOver } from './passing-over.js';

const settings = (facts: Facts) =>
  passingOver({ source: null, target: { at: '', identity: '', title: '', facts } }).map(({ setting }) => setting);

it.each<[Facts, string[]]>([
  [{}, []],
  [
    { 'set slave_exec_mode': 'STRICT', 'set slave_skip_errors': 'OFF', 'set slave_type_conversions': '', toSkip: '0' },
    [],
  ],
  [{ 'set slave_type_conversions': 'ALL_NON_LOSSY' }, []],
  [{ 'set slave_exec_mode': 'IDEMPOTENT' }, ['slave_exec_mode = IDEMPOTENT']],
  [{ 'set slave_exec_mode': 'IDEMPOTENT', 'set replica_exec_mode': 'IDEMPOTENT' }, ['slave_exec_mode = IDEMPOTENT']],
  [{ 'set slave_skip_errors': '1062,1032' }, ['slave_skip_errors = 1062,1032']],
  [{ 'set replica_skip_errors': 'ddl_exist_errors' }, ['replica_skip_errors = ddl_exist_errors']],
  [{ 'set slave_type_conversions': 'ALL_NON_LOSSY,ALL_LOSSY' }, ['slave_type_conversions = ALL_NON_LOSSY,ALL_LOSSY']],
  [{ toSkip: '2' }, ['sql_slave_skip_counter = 2']],
])('finds in %j what passes over errors', (facts, expected) => expect(settings(facts)).toEqual(expected));
