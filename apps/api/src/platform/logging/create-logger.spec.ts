import { createLogger } from './create-logger.js';

async function lines(
  write: (logger: Awaited<ReturnType<typeof createLogger>>) => void,
  level: 'debug' | 'info' = 'info',
) {
  const written: string[] = [];
  write(await createLogger({ level, format: 'json' }, { write: (line) => void written.push(line) }));
  return written;
}

describe('createLogger', () => {
  it('writes one JSON object a line, with the level by name and UTC time', async () => {
    const [line] = await lines((logger) => logger.info({ requestId: 'r' }, 'hello'));
    const parsed = JSON.parse(line ?? '') as Record<string, unknown>;
    expect(parsed).toMatchObject({ level: 'info', msg: 'hello', requestId: 'r' });
    expect(parsed.time).toMatch(/^\d{4}-.*Z$/);
  });

  it('hides passwords and logins at every level that objects have', async () => {
    const side = { password: 'hunter2', passwordHash: 'hunter2' };
    const written = await lines((logger) => {
      logger.info(side);
      logger.info({ source: side, headers: { authorization: 'hunter2', cookie: 'hunter2' } });
      logger.info({ req: { headers: { authorization: 'hunter2' } }, migration: { source: side } });
    });
    expect(written).toHaveLength(3);
    expect(written.join()).not.toContain('hunter2');
  });

  it('keeps quiet below its level', async () => {
    expect(await lines((logger) => logger.debug('x'))).toEqual([]);
    expect(await lines((logger) => logger.debug('x'), 'debug')).toHaveLength(1);
  });
});
