import type { Client, ClientConfig } from 'pg';
import type { OpenWriter } from '../../load/load.js';
import {
  runTransaction,
  type Delivery,
  type NewOrder,
  type ShopRange,
  type ShopTransactions,
} from '../../load/shop-day.js';
import { openClient, rowsOf } from './admin.js';

/** What only this transaction has suffered from (deadlock, serialization, lock timeout); the connection is as good as before. */
const passing = new Set(['40P01', '40001', '55P03']);

/** Opens connections that write to the shop of this server. */
export function openWriterTo(source: ClientConfig): OpenWriter {
  return async (orders) => {
    const client = await openClient({ ...source, connectionTimeoutMillis: 3000 });
    const close = (): void => void client.end().catch(() => undefined);
    try {
      const shop = await readShopRange(client);
      const transactions = transactionsOf(client);
      return {
        write: () => runTransaction(shop, orders, transactions),
        async recover(error) {
          if (!passing.has((error as { code?: string }).code ?? '')) return false;
          await client.query('ROLLBACK');
          return true;
        },
        close,
      };
    } catch (error) {
      close();
      throw error;
    }
  };
}

async function readShopRange(client: Client): Promise<ShopRange> {
  const [row] = await rowsOf(
    client,
    `SELECT (SELECT max(id) FROM customers) AS customers, (SELECT max(id) FROM addresses) AS addresses,
            (SELECT max(id) FROM products) AS products, (SELECT max(id) FROM warehouses) AS warehouses`,
  );
  const size = (name: keyof ShopRange): number => Number(row?.[name]);
  return {
    customers: size('customers'),
    addresses: size('addresses'),
    products: size('products'),
    warehouses: size('warehouses'),
  };
}

function transactionsOf(client: Client): ShopTransactions {
  // Statements in one text without parameters are one transaction.
  const together = (...statements: readonly string[]): Promise<unknown> => client.query(statements.join('; '));
  return {
    async placeOrder(order) {
      const results = (await together(...placeOrder(order))) as readonly { rows: readonly { id: number }[] }[];
      return results[0]?.rows[0]?.id ?? 0;
    },
    payOrder: (id) =>
      together(
        `INSERT INTO payments (order_id, method, amount, reference, paid_at)
         SELECT id, 'card', total, decode(md5(id::text), 'hex'), now() FROM orders WHERE id = ${id}`,
        `UPDATE orders SET status = 'paid', updated_at = now() WHERE id = ${id}`,
      ),
    returnOrder: (id) =>
      together(`UPDATE orders SET status = 'returned', note = 'returned 📦', updated_at = now() WHERE id = ${id}`),
    deleteOrder: (id) =>
      together(
        `DELETE FROM payments WHERE order_id = ${id}`,
        `DELETE FROM order_items WHERE order_id = ${id}`,
        `DELETE FROM orders WHERE id = ${id}`,
      ),
    restock: (delivery) => together(...restock(delivery)),
    refuse: (delivery) => together('BEGIN', ...restock(delivery), 'ROLLBACK'),
  };
}

function placeOrder({ customer, address, warehouse, total, lines }: NewOrder): readonly string[] {
  const items = lines.map(({ product, quantity, price }) => `(${product}, ${quantity}, ${price})`).join(', ');
  return [
    `WITH placed AS (
       INSERT INTO orders (customer_id, address_id, status, total, placed_at)
       VALUES (${customer}, ${address}, 'open', ${total}, now()) RETURNING id
     ), ordered AS (
       INSERT INTO order_items (order_id, product_id, quantity, unit_price)
       SELECT placed.id, item.* FROM placed, (VALUES ${items}) AS item
     )
     SELECT id FROM placed`,
    ...lines.map(
      ({ product, quantity }) =>
        `UPDATE stock SET on_hand = on_hand - ${quantity}, counted_at = now()
         WHERE warehouse_id = ${warehouse} AND product_id = ${product}`,
    ),
  ];
}

function restock({ warehouse, product }: Delivery): readonly string[] {
  return [
    `UPDATE stock SET on_hand = on_hand + 100, counted_at = now() WHERE warehouse_id = ${warehouse} AND product_id = ${product}`,
    `INSERT INTO audit_log (table_name, row_key, action, actor, details)
     VALUES ('stock', ${product}, 'note', 'load', jsonb_build_object('added', 100))`,
  ];
}
