import { parseRequest, UsageError } from './arguments.js';

describe('parseRequest', () => {
  it('understands every flag', () => {
    expect(parseRequest(['up', '--json', '--home', '/tmp/lab', '--rows', '20_000'])).toMatchObject({
      command: 'up',
      wantsJson: true,
      home: '/tmp/lab',
      rows: 20_000,
    });
    expect(parseRequest(['load', '--rate', '500', '--seconds', '3'])).toMatchObject({ rate: 500, seconds: 3 });
  });

  it('takes an S3 server with up alone', () => {
    expect(parseRequest(['up', '--s3'])).toMatchObject({ command: 'up', wantsS3: true });
    expect(parseRequest(['up'])).toMatchObject({ wantsS3: false });
    expect(() => parseRequest(['down', '--s3'])).toThrow(UsageError);
  });

  it('takes the name of an engine, and without one leaves the choice to the lab that is there', () => {
    expect(parseRequest(['up', '--engine', 'postgres'])).toMatchObject({ engine: 'postgres' });
    expect(parseRequest(['up'])).toMatchObject({ engine: undefined });
  });

  it('takes the name of a break of any engine', () => {
    expect(parseRequest(['break', 'row-extra'])).toMatchObject({ command: 'break', breakName: 'row-extra' });
    expect(parseRequest(['mend', 'slot-dropped'])).toMatchObject({ command: 'mend', breakName: 'slot-dropped' });
  });

  it.each([
    [[], 'No command'],
    [['upp'], 'no command "upp"'],
    [['break'], 'replica-stopped'],
    [['mend', 'everything'], 'row-missing'],
    [['up', 'twice'], 'one word too many'],
    [['up', '--rows', '0'], 'above zero'],
    [['up', '--wrong'], '--wrong'],
    [['up', '--engine', 'oracle'], 'mariadb, postgres'],
  ])('refuses %j and says why', (words, reason) => {
    expect(() => parseRequest(words)).toThrow(UsageError);
    expect(() => parseRequest(words)).toThrow(reason);
  });

  it('knows that somebody wants help', () => {
    expect(parseRequest(['--help'])).toBe('help');
  });
});
