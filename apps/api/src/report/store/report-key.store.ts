import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { StoreConnection } from '../../store/store-connection.js';
import { ReportKeyEntity } from './report-key.entity.js';

const name = 'report';

/** The key by which this installation signs. It is made when it is first needed, and never changes. */
@Injectable()
export class ReportKeyStore {
  private key: Promise<KeyObject> | null = null;

  constructor(private readonly store: StoreConnection) {}

  /** Rejects with StoreFault: a report that is signed by a key which nobody keeps would prove nothing. */
  async load(): Promise<KeyObject> {
    this.key ??= this.readOrMake();
    try {
      return await this.key;
    } catch (error) {
      this.key = null;
      throw error;
    }
  }

  private readOrMake(): Promise<KeyObject> {
    return this.store.write(async (manager) => {
      const kept = await manager.findOneBy(ReportKeyEntity, { name });
      if (kept !== null) return createPrivateKey(kept.privateKey);
      const { privateKey } = generateKeyPairSync('ed25519');
      await manager.insert(ReportKeyEntity, {
        name,
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      });
      return privateKey;
    });
  }
}
