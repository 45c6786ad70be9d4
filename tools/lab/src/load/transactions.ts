import { randomInt } from 'node:crypto';
import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { rowsOf } from '../admin.js';

/** How far the ids of the tables reach that a new order refers to. */
export interface ShopRange {
  readonly customers: number;
  readonly addresses: number;
  readonly products: number;
  readonly warehouses: number;
}

export async function readShopRange(connection: Connection): Promise<ShopRange> {
  const [row] = await rowsOf(
    connection,
    `SELECT (SELECT MAX(id) FROM customers) AS customers, (SELECT MAX(id) FROM addresses) AS addresses,
            (SELECT MAX(id) FROM products) AS products, (SELECT MAX(id) FROM warehouses) AS warehouses`,
  );
  const size = (name: keyof ShopRange): number => Number(row?.[name]);
  return {
    customers: size('customers'),
    addresses: size('addresses'),
    products: size('products'),
    warehouses: size('warehouses'),
  };
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

/** Runs one transaction of the shop's day: a whole round trip, one commit. */
export async function runTransaction(connection: Connection, shop: ShopRange, orders: OpenOrders): Promise<void> {
  const dice = randomInt(100);
  const order = dice < 45 ? undefined : orders.take();
  if (order === undefined) {
    const [results] = await connection.query(placeOrder(shop));
    orders.add((results as ResultSetHeader[])[1]?.insertId ?? 0);
  } else if (dice < 75) {
    await connection.query(payOrder(order));
    orders.add(order);
  } else if (dice < 85) {
    orders.add(order);
    await connection.query(restock(shop));
  } else if (dice < 95) {
    await connection.query(`UPDATE orders SET status = 'returned', note = 'returned 📦' WHERE id = ${order}`);
  } else {
    await connection.query(deleteOrder(order));
  }
}

function placeOrder(shop: ShopRange): string {
  const lines = Array.from({ length: 1 + randomInt(4) }, () => ({
    product: 1 + randomInt(shop.products),
    quantity: 1 + randomInt(5),
    price: (99 + randomInt(50_000)) / 100,
  })).sort((one, other) => one.product - other.product);
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price, 0).toFixed(2);
  const warehouse = 1 + randomInt(shop.warehouses);
  const items = lines.map((line) => `(@placed, ${line.product}, ${line.quantity}, ${line.price})`).join(', ');
  // Stock is taken in the order of the key: two orders never wait for each other in a circle.
  const taken = lines.map(
    (line) =>
      `UPDATE stock SET on_hand = on_hand - ${line.quantity} WHERE warehouse_id = ${warehouse} AND product_id = ${line.product}`,
  );
  return transaction(
    `INSERT INTO orders (customer_id, address_id, status, total, placed_at)
     VALUES (${1 + randomInt(shop.customers)}, ${1 + randomInt(shop.addresses)}, 'open', ${total}, NOW(6))`,
    'SET @placed = LAST_INSERT_ID()',
    `INSERT INTO order_items (order_id, product_id, quantity, unit_price) VALUES ${items}`,
    ...taken,
  );
}

function payOrder(order: number): string {
  return transaction(
    `INSERT INTO payments (order_id, method, amount, reference, paid_at)
     SELECT id, 'card', total, UNHEX(LEFT(SHA2(id, 256), 32)), NOW(6) FROM orders WHERE id = ${order}`,
    `UPDATE orders SET status = 'paid' WHERE id = ${order}`,
  );
}

function restock(shop: ShopRange): string {
  const product = 1 + randomInt(shop.products);
  return transaction(
    `UPDATE stock SET on_hand = on_hand + 100 WHERE warehouse_id = ${1 + randomInt(shop.warehouses)} AND product_id = ${product}`,
    `INSERT INTO audit_log (table_name, row_key, action, actor, details)
     VALUES ('stock', ${product}, 'note', 'load', JSON_OBJECT('added', 100))`,
  );
}

function deleteOrder(order: number): string {
  return transaction(
    `DELETE FROM payments WHERE order_id = ${order}`,
    `DELETE FROM order_items WHERE order_id = ${order}`,
    `DELETE FROM orders WHERE id = ${order}`,
  );
}

function transaction(...statements: readonly string[]): string {
  return ['START TRANSACTION', ...statements, 'COMMIT'].join('; ');
}
