// The S3 server of a lab, as `npm run lab -- up --s3` starts it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isS3Running, openLab, ownTestLab } from '@cutover/lab';
import { defaultTiming } from '../../src/backups/storages/s3/s3-settings.js';
import { S3Storage } from '../../src/backups/storages/s3/s3-storage.js';

it('runs beside the pair, is known to who opens the lab later, and ends with it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'cutover-s3-lab-'));
  const lab = await ownTestLab(home);
  try {
    const started = await lab.startS3();
    expect(await lab.startS3()).toEqual(started);
    const { folder, bucket, tlsEndpoint, user } = (await openLab(home)).s3 ?? started;
    const storage = new S3Storage({
      ...{ name: 'lab', bucket, prefix: '', region: 'us-east-1', endpoint: tlsEndpoint, forcePathStyle: true },
      ...{ ca: lab.endpoints.source.tls.ca, credentials: { ...user }, partBytes: 5 << 20, timing: defaultTiming },
    });
    expect(await storage.inspect()).toMatch(/^s3:\/\/backups at https:\/\/127\.0\.0\.1:\d+, TLSv1\.[23]$/);
    await lab.stop();
    expect(isS3Running(folder)).toBe(false);
    await expect(fetch(started.endpoint)).rejects.toThrow();
  } finally {
    await lab.stop();
  }
});
