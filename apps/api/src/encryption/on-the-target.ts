/** Pure: an action that a server tells of itself, as one that says which of the two servers is meant. */
export function onTheTarget(action: string): string {
  return `On the target: ${action.charAt(0).toLowerCase()}${action.slice(1)}`;
}
