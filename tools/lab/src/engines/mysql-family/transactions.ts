import { createConnection, type Connection, type ConnectionOptions, type ResultSetHeader } from 'mysql2/promise';
import type { OpenWriter } from '../../load/load.js';
import {
  runTransaction,
  type Delivery,
  type NewOrder,
  type ShopRange,
  type ShopTransactions,
} from '../../load/shop-day.js';
import { rowsOf } from './admin.js';

/** What only this transaction has suffered from; the connection is as good as before. */
const passing = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

/** Opens connections that write to the shop of this server. */
export function openWriterTo(source: ConnectionOptions): OpenWriter {
  return async (orders) => {
    const connection = await createConnection({ ...source, multipleStatements: true, connectTimeout: 3000 });
    connection.on('error', () => undefined);
    try {
      const shop = await readShopRange(connection);
      const transactions = transactionsOf(connection);
      return {
        write: () => runTransaction(shop, orders, transactions),
        async recover(error) {
          if (!passing.has((error as NodeJS.ErrnoException).code ?? '')) return false;
          await connection.query('ROLLBACK');
          return true;
        },
        close: () => connection.destroy(),
      };
    } catch (error) {
      connection.destroy();
      throw error;
    }
  };
}

async function readShopRange(connection: Connection): Promise<ShopRange> {
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

function transactionsOf(connection: Connection): ShopTransactions {
  return {
    async placeOrder(order) {
      const [results] = await connection.query(placeOrder(order));
      return (results as ResultSetHeader[])[1]?.insertId ?? 0;
    },
    payOrder: (id) => connection.query(payOrder(id)),
    returnOrder: (id) =>
      connection.query(`UPDATE orders SET status = 'returned', note = 'returned 📦' WHERE id = ${id}`),
    deleteOrder: (id) => connection.query(deleteOrder(id)),
    restock: (delivery) => connection.query(transaction(...restock(delivery))),
    // Without the line in the log: the number it would take stays taken, and the target never hears of it.
    refuse: (delivery) => connection.query(['START TRANSACTION', restock(delivery)[0], 'ROLLBACK'].join('; ')),
  };
}

function placeOrder({ customer, address, warehouse, total, lines }: NewOrder): string {
  const items = lines.map((line) => `(@placed, ${line.product}, ${line.quantity}, ${line.price})`).join(', ');
  const taken = lines.map(
    (line) =>
      `UPDATE stock SET on_hand = on_hand - ${line.quantity} WHERE warehouse_id = ${warehouse} AND product_id = ${line.product}`,
  );
  return transaction(
    `INSERT INTO orders (customer_id, address_id, status, total, placed_at)
     VALUES (${customer}, ${address}, 'open', ${total}, NOW(6))`,
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

function restock({ warehouse, product }: Delivery): readonly string[] {
  return [
    `UPDATE stock SET on_hand = on_hand + 100 WHERE warehouse_id = ${warehouse} AND product_id = ${product}`,
    `INSERT INTO audit_log (table_name, row_key, action, actor, details)
     VALUES ('stock', ${product}, 'note', 'load', JSON_OBJECT('added', 100))`,
  ];
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
