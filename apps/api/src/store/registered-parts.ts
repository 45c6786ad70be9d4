import type { Provider } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { StorePart } from './store-part.js';

/** Injection token of every part that the application's modules provide. */
export const STORE_PARTS = Symbol('STORE_PARTS');

/** Recognised among all providers of the application. */
class RegisteredPart {
  constructor(readonly part: StorePart) {}
}

/** Stands among the providers of a capability's module: the store then opens with this part, and prunes it. */
export function provideStorePart(part: StorePart): Provider {
  return { provide: `StorePart ${part.name}`, useValue: new RegisteredPart(part) };
}

/**
 * The parts of all modules. Nest knows every module before it creates the first provider, so the store, which is one, opens
 * with all of them.
 */
export function collectParts(modules: ModulesContainer): StorePart[] {
  const instances = [...modules.values()].flatMap(({ providers }) =>
    [...providers.values()].map(({ instance }): unknown => instance),
  );
  return instances.flatMap((instance) => (instance instanceof RegisteredPart ? [instance.part] : []));
}
