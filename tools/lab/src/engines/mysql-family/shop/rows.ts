import { shopSizes, type ShopTable } from '../../../shop/sizes.js';

/**
 * One INSERT a table. Nothing in them is random or depends on the clock, so that both servers, each seeded
 * for itself, hold the same bytes. Rows come from the sequence engine, several hundred thousand a second.
 */
export function rowStatements(rows: number): readonly string[] {
  const sizes = shopSizes(rows);
  const fill = (table: ShopTable, columns: string, values: string): string =>
    `INSERT INTO ${table} (${columns}) SELECT ${values} FROM seq_1_to_${sizes[table]}`;
  /** A reference to a row of another table, scattered but always the same. */
  const any = (table: ShopTable, factor: number): string => `1 + (seq * ${factor}) % ${sizes[table]}`;
  const oneOf = (factor: number, ...texts: readonly string[]): string =>
    `ELT(1 + (seq * ${factor}) % ${texts.length}, ${texts.map((text) => `'${text}'`).join(', ')})`;
  const moment = (start: string, stepSeconds: number): string => `'${start}' + INTERVAL seq * ${stepSeconds} SECOND`;
  const cart = `UNHEX(MD5(CONCAT('cart', CEIL(seq / 2))))`;

  return [
    fill(
      'customers',
      'email, full_name, phone, birth_date, tier, consents, preferences, balance, created_at, updated_at',
      `CONCAT('customer', seq, '@example.com'),
       CONCAT(${oneOf(7, 'Ada', 'Blaise', 'Chloé', 'Dvořák', 'Eun-ji', 'Фёдор', '小林', 'Ólafur', 'Grace', 'Zoë 🦊')}, ' ', ${oneOf(3, 'Nakamura', 'Müller', 'O’Neill', 'Łukasz', 'García', 'Smith', 'Ng')}),
       IF(seq % 5 = 0, NULL, CONCAT('+49 30 ', LPAD(seq * 7919 % 10000000, 7, '0'))),
       IF(seq % 9 = 0, NULL, '1950-01-01' + INTERVAL seq * 13 % 20000 DAY),
       ${oneOf(11, 'standard', 'standard', 'silver', 'gold')}, ${oneOf(5, '', 'email', 'email,sms', 'post,profiling')},
       JSON_OBJECT('language', ${oneOf(3, 'de', 'en', 'fr', 'ja')}, 'newsletter', seq % 2 = 0, 'pages', seq % 50),
       (seq * 37 % 100000) / 100, '2022-03-01 08:00:00.000001' + INTERVAL seq * 1013 MICROSECOND, ${moment('2024-01-01', 60)}`,
    ),
    fill(
      'addresses',
      'customer_id, kind, street, city, postal_code, country',
      `${any('customers', 1)}, ${oneOf(1, 'shipping', 'billing')}, CONCAT('Straße des 17. Juni ', seq % 300),
       ${oneOf(3, 'Berlin', 'Zürich', 'København', '東京', 'São Paulo')}, LPAD(seq % 99999, 5, '0'), ${oneOf(3, 'DE', 'CH', 'DK', 'JP', 'BR')}`,
    ),
    fill(
      'categories',
      'parent_id, name',
      `IF(seq <= 8, NULL, 1 + seq % 8), CONCAT(${oneOf(1, 'Garden', 'Kitchen', 'Books 📚', 'Outdoor ⛺')}, ' ', seq)`,
    ),
    fill(
      'suppliers',
      'name, founded, daily_cutoff, contract',
      `CONCAT('Supplier ', seq, ' & Söhne'), 1950 + seq % 70, SEC_TO_TIME(36000 + seq % 30000), IF(seq % 3 = 0, NULL, REPEAT('Terms and conditions apply. ', 1 + seq % 20))`,
    ),
    fill(
      'products',
      'category_id, sku, name, description, net_price, tax_rate, weight_kg, attributes, is_active, created_at',
      `${any('categories', 7)}, CONCAT('SKU-', LPAD(seq, 8, '0')), CONCAT(${oneOf(3, 'Teapot 🫖', 'Lamp', 'Tent ⛺', 'Zauberbuch', 'Côte', '箸')}, ' no. ', seq),
       IF(seq % 7 = 0, NULL, REPEAT('A good thing to own; it lasts. ', 1 + seq % 6)), (99 + seq * 53 % 50000) / 100, ${oneOf(1, '0.190', '0.070')},
       IF(seq % 6 = 0, NULL, seq / 7), IF(seq % 4 = 0, NULL, JSON_OBJECT('colour', ${oneOf(5, 'red', 'blue', 'grün')}, 'sizes', JSON_ARRAY(seq % 40, seq % 41))),
       seq % 13 <> 0, ${moment('2021-05-01', 3601)}`,
    ),
    fill(
      'product_images',
      'product_id, mime_type, flags, digest, content',
      `${any('products', 1)}, ${oneOf(1, 'image/png', 'image/webp')}, seq % 256, UNHEX(SHA2(seq, 256)), REPEAT(UNHEX(SHA2(CONCAT('pixel', seq), 256)), 1 + seq % 16)`,
    ),
    `INSERT INTO product_suppliers (product_id, supplier_id, lead_days, cost)
     SELECT 1 + (seq - 1) DIV 2, 1 + ((seq - 1) DIV 2 + (seq % 2) * 7) % ${sizes.suppliers}, 1 + seq % 30, (seq * 31 % 300000) / 1000
     FROM seq_1_to_${sizes.product_suppliers}`,
    fill(
      'warehouses',
      'name, location, opening_hours',
      `CONCAT('Warehouse ', ${oneOf(1, 'Nord', 'Süd', 'Øst', 'West', '中央')}), POINT(8 + seq / 3, 50 + seq / 7), JSON_OBJECT('open', seq + 4, 'close', 18)`,
    ),
    `INSERT INTO stock (warehouse_id, product_id, on_hand, counted_at)
     SELECT 1 + (seq - 1) DIV ${sizes.products}, 1 + (seq - 1) % ${sizes.products}, 100 + seq * 17 % 5000, ${moment('2024-02-01', 3)}
     FROM seq_1_to_${sizes.stock}`,
    fill(
      'coupons',
      'code, description, discount_percent, valid_from, valid_until',
      `CONCAT('SAVE-', LPAD(seq, 6, '0')), IF(seq % 4 = 0, NULL, CONCAT('Thank you 🎁 ', seq)), 5 + seq % 40, '2024-01-01' + INTERVAL seq % 300 DAY, IF(seq % 3 = 0, NULL, '2030-12-31')`,
    ),
    fill(
      'carts',
      'token, customer_id, expires_at',
      `UNHEX(MD5(CONCAT('cart', seq))), IF(seq % 3 = 0, NULL, ${any('customers', 17)}), ${moment('2024-06-01', 5)}`,
    ),
    `INSERT INTO cart_items (cart_token, product_id, quantity)
     SELECT ${cart}, 1 + (seq * 29) % ${sizes.products}, 1 + seq % 4 FROM seq_1_to_${sizes.cart_items}`,
    fill(
      'orders',
      'customer_id, address_id, coupon_code, status, total, note, placed_at, updated_at',
      `${any('customers', 7919)}, ${any('addresses', 7919)}, IF(seq % 10 = 0, CONCAT('SAVE-', LPAD(${any('coupons', 3)}, 6, '0')), NULL),
       ${oneOf(1, 'paid', 'shipped', 'shipped', 'shipped', 'returned')}, (1000 + seq * 97 % 90000) / 100, IF(seq % 50 = 0, 'Please ring twice 🔔', NULL),
       '2023-01-01 00:00:00.000007' + INTERVAL seq * 317 SECOND, ${moment('2023-01-02', 317)}`,
    ),
    fill(
      'order_items',
      'order_id, product_id, quantity, unit_price, discount, gift_note',
      `${any('orders', 1)}, ${any('products', 7919)}, 1 + seq % 5, (99 + seq * 53 % 50000) / 100, IF(seq % 8 = 0, 1.50, NULL), IF(seq % 100 = 0, 'Happy birthday 🎂', NULL)`,
    ),
    fill(
      'payments',
      'order_id, method, amount, reference, paid_at',
      `seq, ${oneOf(3, 'card', 'transfer', 'wallet')}, (1000 + seq * 97 % 90000) / 100, UNHEX(MD5(seq)), '2023-01-01 00:10:00.5' + INTERVAL seq * 317 SECOND`,
    ),
    fill(
      'shipments',
      'order_id, warehouse_id, tracking_code, shipped_at, delivered_at',
      `seq, ${any('warehouses', 3)}, CONCAT('TRK', LPAD(seq, 10, '0')), ${moment('2023-01-02', 317)}, IF(seq % 12 = 0, NULL, ${moment('2023-01-04', 317)})`,
    ),
    fill(
      'reviews',
      'product_id, customer_id, stars, title, body, written_at',
      `${any('products', 31)}, ${any('customers', 13)}, 1 + seq * 7 % 5, ${oneOf(3, 'Very good', 'Nicht schlecht', '素晴らしい', 'Meh 😐', 'Love it ❤️')},
       IF(seq % 3 = 0, NULL, CONCAT('I have used it for ', seq % 90, ' days. ', REPEAT('It works. ', seq % 12))), '2024-01-01 12:00:00.123' + INTERVAL seq MINUTE`,
    ),
    fill(
      'audit_log',
      'table_name, row_key, action, actor, client_address, details, logged_at',
      `${oneOf(1, 'orders', 'payments', 'stock')}, seq, ${oneOf(3, 'insert', 'update', 'delete')}, CONCAT('clerk', seq % 20),
       IF(seq % 2 = 0, CONCAT('2001:db8::', HEX(seq % 65536)), NULL), JSON_OBJECT('n', seq), '2024-03-01 00:00:00.000003' + INTERVAL seq * 11 SECOND`,
    ),
  ];
}
