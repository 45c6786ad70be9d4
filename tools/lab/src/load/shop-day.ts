import { randomInt } from 'node:crypto';

/** How far the ids of the tables reach that a new order refers to. */
export interface ShopRange {
  readonly customers: number;
  readonly addresses: number;
  readonly products: number;
  readonly warehouses: number;
}

/** What a customer orders. The lines are in the order of their products: two orders never wait for each other in a circle. */
export interface NewOrder {
  readonly customer: number;
  readonly address: number;
  readonly warehouse: number;
  readonly total: string;
  readonly lines: readonly { readonly product: number; readonly quantity: number; readonly price: number }[];
}

/** What a supplier brings. */
export interface Delivery {
  readonly warehouse: number;
  readonly product: number;
}

/** The transactions of a shop, in the words of one engine: a round trip each, and a commit unless it says otherwise. */
export interface ShopTransactions {
  /** Returns the id of the new order. */
  placeOrder(order: NewOrder): Promise<number>;
  payOrder(id: number): Promise<unknown>;
  returnOrder(id: number): Promise<unknown>;
  deleteOrder(id: number): Promise<unknown>;
  restock(delivery: Delivery): Promise<unknown>;
  /** What was delivered is sent back: it is counted, and rolled back. */
  refuse(delivery: Delivery): Promise<unknown>;
}

/** Orders this load has placed and may still pay, return or delete. Older ones are forgotten. */
export class OpenOrders {
  private readonly ids: number[] = [];

  add(id: number): void {
    this.ids.push(id);
    if (this.ids.length > 1000) this.ids.shift();
  }

  /** Takes out one at random: no two transactions work on the same order. */
  take(): number | undefined {
    if (this.ids.length < 20) return undefined;
    return this.ids.splice(randomInt(this.ids.length), 1)[0];
  }
}

/** Runs one transaction of the shop's day, chosen at random. Answers whether it was committed. */
export async function runTransaction(shop: ShopRange, orders: OpenOrders, run: ShopTransactions): Promise<boolean> {
  const dice = randomInt(100);
  const order = dice < 45 ? undefined : orders.take();
  if (order === undefined) {
    orders.add(await run.placeOrder(newOrder(shop)));
  } else if (dice < 75) {
    await run.payOrder(order);
    orders.add(order);
  } else if (dice < 85) {
    orders.add(order);
    const delivery = { warehouse: 1 + randomInt(shop.warehouses), product: 1 + randomInt(shop.products) };
    await (dice < 83 ? run.restock(delivery) : run.refuse(delivery));
    return dice < 83;
  } else if (dice < 95) {
    await run.returnOrder(order);
  } else {
    await run.deleteOrder(order);
  }
  return true;
}

function newOrder(shop: ShopRange): NewOrder {
  const lines = Array.from({ length: 1 + randomInt(4) }, () => ({
    product: 1 + randomInt(shop.products),
    quantity: 1 + randomInt(5),
    price: (99 + randomInt(50_000)) / 100,
  })).sort((one, other) => one.product - other.product);
  return {
    customer: 1 + randomInt(shop.customers),
    address: 1 + randomInt(shop.addresses),
    warehouse: 1 + randomInt(shop.warehouses),
    total: lines.reduce((sum, line) => sum + line.quantity * line.price, 0).toFixed(2),
    lines,
  };
}
