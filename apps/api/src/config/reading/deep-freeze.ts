/** Freezes a tree of plain objects and arrays in place, so that nobody changes the configuration while running. */
export function deepFreeze<T>(tree: T): T {
  if (typeof tree !== 'object' || tree === null || Object.isFrozen(tree)) return tree;
  for (const value of Object.values(tree)) deepFreeze(value);
  return Object.freeze(tree);
}
