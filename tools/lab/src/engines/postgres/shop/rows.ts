import { shopSizes, type ShopTable } from '../../../shop/sizes.js';

/** The table of a statement, and the statement. */
export type Filling = readonly [table: ShopTable, sql: string];

/** One INSERT a table. Nothing in them is random or depends on the clock: two labs of one size hold the same rows. */
export function fillings(rows: number): readonly Filling[] {
  const sizes = shopSizes(rows);
  const fill = (table: ShopTable, columns: string, values: string): Filling => [
    table,
    `INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1::bigint, ${sizes[table]}) AS s (seq)`,
  ];
  /** A reference to a row of another table, scattered but always the same. */
  const any = (table: ShopTable, factor: number): string => `1 + (seq * ${factor}) % ${sizes[table]}`;
  const oneOf = (factor: number, type: string, ...texts: readonly string[]): string =>
    `(ARRAY[${texts.map((text) => `'${text}'`).join(', ')}]::${type}[])[1 + (seq * ${factor}) % ${texts.length}]`;
  const moment = (start: string, stepSeconds: number): string =>
    `timestamp '${start}' + seq * interval '${stepSeconds} seconds'`;
  const moments = (start: string, stepSeconds: number): string => `(${moment(start, stepSeconds)}) AT TIME ZONE 'UTC'`;
  const digits = (value: string, length: number): string => `lpad((${value})::text, ${length}, '0')`;
  const sha = (value: string): string => `sha256(convert_to(${value}, 'UTF8'))`;

  return [
    fill(
      'customers',
      'id, email, full_name, phone, birth_date, tier, consents, preferences, balance, created_at, updated_at',
      `seq, 'customer' || seq || '@example.com',
       ${oneOf(7, 'text', 'Ada', 'Blaise', 'Chloé', 'Dvořák', 'Eun-ji', 'Фёдор', '小林', 'Ólafur', 'Grace', 'Zoë 🦊')} || ' ' || ${oneOf(3, 'text', 'Nakamura', 'Müller', 'O’Neill', 'Łukasz', 'García', 'Smith', 'Ng')},
       CASE WHEN seq % 5 <> 0 THEN '+49 30 ' || ${digits('seq * 7919 % 10000000', 7)} END,
       CASE WHEN seq % 9 <> 0 THEN date '1950-01-01' + (seq * 13 % 20000)::integer END,
       ${oneOf(11, 'customer_tier', 'standard', 'standard', 'silver', 'gold')},
       ${oneOf(5, 'text', '{}', '{email}', '{email,sms}', '{post,NULL,""}')}::text[],
       jsonb_build_object('language', ${oneOf(3, 'text', 'de', 'en', 'fr', 'ja')}, 'newsletter', seq % 2 = 0, 'pages', seq % 50),
       (seq * 37 % 100000) / 100.0, timestamp '2022-03-01 08:00:00.000001' + seq * interval '1013 microseconds',
       ${moments('2024-01-01', 60)}`,
    ),
    fill(
      'addresses',
      'id, customer_id, kind, street, city, postal_code, country',
      `seq, ${any('customers', 1)}, ${oneOf(1, 'address_kind', 'shipping', 'billing')}, 'Straße des 17. Juni ' || seq % 300,
       ${oneOf(3, 'text', 'Berlin', 'Zürich', 'København', '東京', 'São Paulo')}, ${digits('seq % 99999', 5)}, ${oneOf(3, 'text', 'DE', 'CH', 'DK', 'JP', 'BR')}`,
    ),
    fill(
      'categories',
      'id, parent_id, name',
      `seq, CASE WHEN seq > 8 THEN 1 + seq % 8 END, ${oneOf(1, 'text', 'Garden', 'Kitchen', 'Books 📚', 'Outdoor ⛺')} || ' ' || seq`,
    ),
    fill(
      'suppliers',
      'id, name, founded, daily_cutoff, lead_time, contract',
      `seq, 'Supplier ' || seq || ' & Söhne', 1950 + seq % 70, time '10:00' + (seq % 30000) * interval '1 second',
       CASE WHEN seq % 4 <> 0 THEN make_interval(months => (seq % 3)::integer, days => (seq % 40)::integer, hours => (seq % 30)::integer) END,
       CASE WHEN seq % 3 <> 0 THEN repeat('Terms and conditions apply. ', (1 + seq % 20)::integer) END`,
    ),
    fill(
      'products',
      'id, category_id, sku, name, description, net_price, tax_rate, weight_kg, attributes, is_active, created_at',
      `seq, ${any('categories', 7)}, 'SKU-' || ${digits('seq', 8)}, ${oneOf(3, 'text', 'Teapot 🫖', 'Lamp', 'Tent ⛺', 'Zauberbuch', 'Côte', '箸')} || ' no. ' || seq,
       CASE WHEN seq % 7 <> 0 THEN repeat('A good thing to own; it lasts. ', (1 + seq % 6)::integer) END, (99 + seq * 53 % 50000) / 100.0,
       ${oneOf(1, 'numeric', '0.190', '0.070')}, CASE WHEN seq % 6 <> 0 THEN seq / 7.0::double precision END,
       CASE WHEN seq % 4 <> 0 THEN json_build_object('colour', ${oneOf(5, 'text', 'red', 'blue', 'grün')}, 'sizes', json_build_array(seq % 40, seq % 41)) END,
       seq % 13 <> 0, ${moment('2021-05-01', 3601)}`,
    ),
    fill(
      'product_images',
      'id, product_id, mime_type, flags, digest, content',
      `seq, ${any('products', 1)}, ${oneOf(1, 'text', 'image/png', 'image/webp')}, (seq % 256)::integer::bit(8), ${sha('seq::text')},
       decode(repeat(encode(${sha("'pixel' || seq")}, 'hex'), (1 + seq % 16)::integer), 'hex')`,
    ),
    fill(
      'product_suppliers',
      'product_id, supplier_id, lead_days, cost',
      `1 + (seq - 1) / 2, 1 + ((seq - 1) / 2 + (seq % 2) * 7) % ${sizes.suppliers}, 1 + seq % 30, round((seq * 31 % 300000) / 1000.0, (seq % 4)::integer)`,
    ),
    fill(
      'warehouses',
      'id, name, location, opening_hours',
      `seq, 'Warehouse ' || ${oneOf(1, 'text', 'Nord', 'Süd', 'Øst', 'West', '中央')}, point(8 + seq / 3.0, 50 + seq / 7.0), jsonb_build_object('open', seq + 4, 'close', 18)`,
    ),
    fill(
      'stock',
      'warehouse_id, product_id, on_hand, counted_at',
      `1 + (seq - 1) / ${sizes.products}, 1 + (seq - 1) % ${sizes.products}, 100 + seq * 17 % 5000, ${moments('2024-02-01', 3)}`,
    ),
    fill(
      'coupons',
      'code, description, discount_percent, valid',
      `'SAVE-' || ${digits('seq', 6)}, CASE WHEN seq % 4 <> 0 THEN 'Thank you 🎁 ' || seq END, 5 + seq % 40,
       daterange(date '2024-01-01' + (seq % 300)::integer, CASE WHEN seq % 3 <> 0 THEN date '2030-12-31' END)`,
    ),
    fill(
      'carts',
      'token, customer_id, expires_at',
      `md5('cart' || seq)::uuid, CASE WHEN seq % 3 <> 0 THEN ${any('customers', 17)} END, ${moments('2024-06-01', 5)}`,
    ),
    fill(
      'cart_items',
      'cart_token, product_id, quantity',
      `md5('cart' || (seq + 1) / 2)::uuid, 1 + (seq * 29) % ${sizes.products}, 1 + seq % 4`,
    ),
    fill(
      'orders',
      'id, customer_id, address_id, coupon_code, status, total, note, placed_at, updated_at',
      `seq, ${any('customers', 7919)}, ${any('addresses', 7919)}, CASE WHEN seq % 10 = 0 THEN 'SAVE-' || ${digits(any('coupons', 3), 6)} END,
       ${oneOf(1, 'order_status', 'paid', 'shipped', 'shipped', 'shipped', 'returned')}, (1000 + seq * 97 % 90000) / 100.0,
       CASE WHEN seq % 50 = 0 THEN 'Please ring twice 🔔' END, ${moment('2023-01-01 00:00:00.000007', 317)}, ${moments('2023-01-02', 317)}`,
    ),
    fill(
      'order_items',
      'id, order_id, product_id, quantity, unit_price, discount, gift_note',
      `seq, ${any('orders', 1)}, ${any('products', 7919)}, 1 + seq % 5, (99 + seq * 53 % 50000) / 100.0,
       CASE WHEN seq % 8 = 0 THEN 1.50 END, CASE WHEN seq % 100 = 0 THEN 'Happy birthday 🎂' END`,
    ),
    fill(
      'payments',
      'id, order_id, method, amount, reference, paid_at',
      `seq, seq, ${oneOf(3, 'payment_method', 'card', 'transfer', 'wallet')}, (1000 + seq * 97 % 90000) / 100.0, decode(md5(seq::text), 'hex'), ${moment('2023-01-01 00:10:00.5', 317)}`,
    ),
    fill(
      'shipments',
      'id, order_id, warehouse_id, tracking_code, shipped_at, delivered_at',
      `seq, seq, ${any('warehouses', 3)}, 'TRK' || ${digits('seq', 10)}, ${moment('2023-01-02', 317)}, CASE WHEN seq % 12 <> 0 THEN ${moment('2023-01-04', 317)} END`,
    ),
    fill(
      'reviews',
      'id, product_id, customer_id, stars, title, body, written_at',
      `seq, ${any('products', 31)}, ${any('customers', 13)}, 1 + seq * 7 % 5, ${oneOf(3, 'text', 'Very good', 'Nicht schlecht', '素晴らしい', 'Meh 😐', 'Love it ❤️')},
       CASE WHEN seq % 3 <> 0 THEN 'I have used it for ' || seq % 90 || ' days. ' || repeat('It works. ', (seq % 12)::integer) END, ${moment('2024-01-01 12:00:00.123', 60)}`,
    ),
    fill(
      'audit_log',
      'id, table_name, row_key, action, actor, client_address, details, logged_at',
      `seq, ${oneOf(1, 'text', 'orders', 'payments', 'stock')}, seq, ${oneOf(3, 'audit_action', 'insert', 'update', 'delete')}, 'clerk' || seq % 20,
       CASE WHEN seq % 2 = 0 THEN ('2001:db8::' || to_hex(seq % 65536) || '/64')::inet END, jsonb_build_object('n', seq), ${moments('2024-03-01 00:00:00.000003', 11)}`,
    ),
  ];
}
