import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { WebSocketGateway } from '@nestjs/websockets';
import request from 'supertest';
import { z } from 'zod';
import { ConfigModule } from '../../config/config.module.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { parseConfig } from '../../config/reading/load-config.js';
import { hashPassword } from '../access/password-hashing.js';
import { Public } from '../access/public.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { OperationalError, UserError } from '../../failures/failures.js';
import { PlatformModule } from '../platform.module.js';
import { configureHttp, httpOptions } from './configure-http.js';
import { mountSwagger } from './mount-swagger.js';

const thingSchema = z.strictObject({ tables: z.array(z.string().min(3)).optional() });
const pageSchema = z.strictObject({ limit: z.coerce.number().int().min(1).default(5) });

@Controller('api/things')
class ThingsController {
  @Get() list(@Query({ schema: pageSchema }) page: z.infer<typeof pageSchema>) {
    return page;
  }
  @Post() @RequireRole('operator') create(@Body({ schema: thingSchema }) thing: z.infer<typeof thingSchema>) {
    return { tables: thing.tables ?? [] };
  }
  @Get('unknown') unknown() {
    throw new UserError(404, 'THING_UNKNOWN', 'There is no such thing');
  }
  @Get('down') down() {
    throw new OperationalError('DISK_FULL', 'The disk is full; make room');
  }
  @Get('defect') defect() {
    throw new Error('secret detail');
  }
}

@Public()
@Controller('api/health')
class HealthController {
  @Get('live') live() {
    return { status: 'ok' };
  }
}

@WebSocketGateway({ path: '/ws', serveClient: false })
class LiveGateway {}

@Module({ controllers: [ThingsController, HealthController], providers: [LiveGateway] })
class ThingsModule {}

const opened: NestExpressApplication[] = [];

async function start(settings: object = {}): Promise<NestExpressApplication> {
  const side = { username: 'u', password: 'p' };
  const migration = {
    name: 'm',
    source: { host: 'one', ...side },
    target: { host: 'two', ...side },
    databases: ['d'],
  };
  const text = JSON.stringify({ logging: { level: 'error', format: 'json' }, migrations: [migration], ...settings });
  const config: CutoverConfig = parseConfig(text, 'test.json', {});
  const testing = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), PlatformModule, ThingsModule],
  }).compile();
  const app = testing.createNestApplication<NestExpressApplication>({ ...httpOptions, logger: false });
  configureHttp(app, config);
  mountSwagger(app, { title: 'Things', description: 'For the test', version: '1', tags: [] });
  await app.listen(0, '127.0.0.1');
  opened.push(app);
  return app;
}

const ask = (app: NestExpressApplication) => request(app.getHttpServer());

afterAll(() => Promise.all(opened.map((app) => app.close())));

describe('answers without a login', () => {
  let app: NestExpressApplication;
  beforeAll(async () => (app = await start()));

  it('gives the session of everybody on loopback', async () => {
    const { body } = await ask(app).get('/api/session').expect(200);
    expect(body).toEqual({ name: 'local', role: 'operator', authRequired: false });
  });

  it.each([
    ['/api/things/unknown', 404, 'THING_UNKNOWN'],
    ['/api/things/down', 503, 'DISK_FULL'],
    ['/api/things/defect', 500, 'UNEXPECTED'],
    ['/api/nothing', 404, 'ROUTE_UNKNOWN'],
    ['/api/things/%E0%A4%A', 400, 'URL_MALFORMED'],
    ['/api/things?limit=0', 400, 'INPUT_INVALID'],
    ['/api/things?size=1', 400, 'INPUT_INVALID'],
  ])('answers %s with %d %s and its request id', async (path, status, code) => {
    const { body, headers } = await ask(app).get(path).set('X-Request-Id', 'abc-123').expect(status);
    expect(body).toMatchObject({ code, requestId: 'abc-123', message: expect.any(String) as string });
    expect(headers['x-request-id']).toBe('abc-123');
  });

  it('tells nothing of an unexpected error but where to find it', async () => {
    const { text } = await ask(app).get('/api/things/defect').set('X-Request-Id', 'find-me');
    expect(text).not.toContain('secret detail');
    expect(text).toContain('find-me');
  });

  it('replaces a request id that could forge log lines', async () => {
    const { headers } = await ask(app).get('/api/health/live').set('X-Request-Id', 'a b"c');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names each field that is wrong', async () => {
    const { body } = await ask(app)
      .post('/api/things')
      .send({ tables: ['ok.ok', 7], tabels: 1 })
      .expect(400);
    expect(body).toMatchObject({
      code: 'INPUT_INVALID',
      details: expect.arrayContaining([
        { path: 'tables.1', message: expect.any(String) as string },
        { path: 'tabels', message: 'is not known here' },
      ]) as object[],
    });
  });

  it.each(['/api/things', '/api/nothing', '/api/session'])(
    'answers malformed JSON to %s without echoing it',
    async (path) => {
      const { body, text } = await ask(app)
        .post(path)
        .set('Content-Type', 'application/json')
        .send('{"password": "hunter2" oops')
        .expect(400);
      expect(body).toMatchObject({ code: 'JSON_MALFORMED' });
      expect(text).not.toContain('hunter2');
    },
  );

  it('refuses bodies over 100 kB and bodies that are not JSON', async () => {
    const large = JSON.stringify({ tables: ['x'.repeat(100_001)] });
    const { body } = await ask(app).post('/api/things').type('json').send(large).expect(413);
    expect(body).toMatchObject({ code: 'BODY_TOO_LARGE' });
    const form = await ask(app).post('/api/things').type('form').send('tables=a').expect(415);
    expect(form.body).toMatchObject({ code: 'BODY_NOT_JSON' });
  });

  it('takes a command without a body for one that says nothing', async () => {
    await ask(app).post('/api/things').expect(201, { tables: [] });
  });

  it('sends a strict policy with pages and loosens styles alone for the API document', async () => {
    const page = (await ask(app).get('/')).headers['content-security-policy'];
    expect(page).toContain("script-src 'self';");
    expect(page).not.toContain('unsafe');
    const docs = await ask(app).get('/api/docs').expect(200);
    expect(docs.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    expect(docs.headers['content-security-policy']).toContain("script-src 'self';");
    expect(docs.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=/i);
    await ask(app).get('/api/docs/swagger-ui-init.js').expect(200);
    const { body } = await ask(app).get('/api/docs-json').expect(200);
    expect(body).toMatchObject({ components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } } });
  });

  it('refuses host names that only a rebinding page would send', async () => {
    const { body } = await ask(app).get('/api/session').set('Host', 'evil.example').expect(403);
    expect(body).toMatchObject({ code: 'HOST_REFUSED' });
    await ask(app).get('/api/session').set('Host', 'localhost:1234').expect(200);
    await ask(app).get('/api/session').set('Host', '[::1]:1234').expect(200);
  });

  it('refuses commands from pages of other sites, and no others', async () => {
    const post = () => ask(app).post('/api/things').set('Host', 'localhost:8080');
    const foreign = await post().set('Origin', 'https://evil.example').expect(403);
    expect(foreign.body).toMatchObject({ code: 'CROSS_SITE_REFUSED' });
    await post().set('Origin', 'null').expect(403);
    await post().set('Sec-Fetch-Site', 'cross-site').expect(403);
    await post().set('Sec-Fetch-Site', 'same-site').set('Origin', 'http://localhost:3000').expect(403);
    await post().set('Origin', 'http://localhost:8080').expect(201);
    await post().set('Sec-Fetch-Site', 'same-origin').expect(201);
  });

  it('refuses sockets that pages of other sites open', async () => {
    const open = () => ask(app).get('/ws/?EIO=4&transport=polling').set('Host', 'localhost:8080');
    await open().expect(200);
    await open().set('Origin', 'http://localhost:8080').expect(200);
    await open().set('Origin', 'https://evil.example').expect(403);
    await open().set('Host', 'evil.example').expect(403);
  });

  it('has no CORS unless configured', async () => {
    const { headers } = await ask(app).get('/api/session').set('Origin', 'https://a.example');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('answers with a configured origin', () => {
  it('lets it call, preflight included, and nobody else', async () => {
    const app = await start({ server: { corsOrigins: ['https://a.example'] } });
    const preflight = await ask(app)
      .options('/api/things')
      .set({ Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' })
      .expect(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://a.example');
    await ask(app).post('/api/things').set({ Origin: 'https://a.example', 'Sec-Fetch-Site': 'cross-site' }).expect(201);
    const other = await ask(app).get('/api/session').set('Origin', 'https://b.example');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('answers with configured users', () => {
  let settings: object;
  let app: NestExpressApplication;
  beforeAll(async () => {
    const passwordHash = await hashPassword('correct horse');
    const users = [
      { name: 'ops', passwordHash, role: 'operator' },
      { name: 'eye', passwordHash, role: 'viewer' },
    ];
    settings = { auth: { users }, server: { host: '0.0.0.0' } };
    app = await start(settings);
  });

  it.each([
    '/',
    '/api/session',
    '/api/docs',
    '/api/docs-json',
    '/metrics',
    '/api/nothing',
    '/api/health/',
    '/API/health',
  ])('asks browsers for a login at %s', async (path) => {
    const { headers, body } = await ask(app).get(path).expect(401);
    expect(headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(body).toMatchObject({ code: 'LOGIN_REQUIRED' });
  });

  it('asks for none at the liveness probe', async () => {
    await ask(app).get('/api/health/live').expect(200);
  });

  it('lets the right password in, under any host name', async () => {
    const { body } = await ask(app)
      .get('/api/session')
      .auth('ops', 'correct horse')
      .set('Host', 'cutover.example')
      .expect(200);
    expect(body).toEqual({ name: 'ops', role: 'operator', authRequired: true });
  });

  it('lets a viewer read and not command', async () => {
    await ask(app).get('/api/things').auth('eye', 'correct horse').expect(200);
    const { body } = await ask(app).post('/api/things').auth('eye', 'correct horse').expect(403);
    expect(body).toMatchObject({ code: 'ROLE_MISSING' });
    await ask(app).post('/api/things').auth('ops', 'correct horse').expect(201);
  });

  it('slows down who guesses and says how long', async () => {
    const guarded = await start(settings);
    for (let guess = 0; guess < 6; guess++) await ask(guarded).get('/').auth('ops', `guess ${guess}`).expect(401);
    const { body, headers } = await ask(guarded).get('/').auth('ops', 'guess again').expect(429);
    expect(body).toMatchObject({ code: 'LOGIN_BLOCKED' });
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });
});

describe('the rate limit', () => {
  it('answers commands over the budget with 429 and Retry-After, while reading and the liveness probe go on', async () => {
    const app = await start();
    for (let sent = 0; sent < 30; sent++) await ask(app).post('/api/things').expect(201);
    const { body, headers } = await ask(app).post('/api/things').expect(429);
    expect(body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await ask(app).get('/api/things').expect(200);
  });

  it('answers reads over the budget with 429, never the liveness probe', async () => {
    const app = await start();
    const statuses = new Set<number>();
    for (let sent = 0; sent < 301; sent++) statuses.add((await ask(app).get('/api/things')).status);
    expect([...statuses]).toEqual([200, 429]);
    await ask(app).get('/api/health/live').expect(200);
  });
});
