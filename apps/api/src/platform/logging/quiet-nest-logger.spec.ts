import { QuietNestLogger } from './quiet-nest-logger.js';

it("puts the framework's own lines at debug and leaves all others as they are", () => {
  const seen: unknown[][] = [];
  const level =
    (name: string) =>
    (...args: unknown[]) =>
      void seen.push([name, ...args]);
  const inner = {
    log: level('log'),
    error: level('error'),
    warn: level('warn'),
    debug: level('debug'),
    verbose: level('verbose'),
    fatal: level('fatal'),
  };
  const logger = new QuietNestLogger(inner);
  logger.log('mapped', 'RouterExplorer');
  logger.log('lag measured', 'LagService');
  logger.error('failed', 'stack', 'NestApplication');
  logger.warn('w');
  logger.debug('d');
  logger.verbose('v');
  logger.fatal('f');
  expect(seen).toEqual([
    ['debug', 'mapped', 'RouterExplorer'],
    ['log', 'lag measured', 'LagService'],
    ['error', 'failed', 'stack', 'NestApplication'],
    ['warn', 'w'],
    ['debug', 'd'],
    ['verbose', 'v'],
    ['fatal', 'f'],
  ]);
});
