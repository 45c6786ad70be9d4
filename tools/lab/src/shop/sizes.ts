/** The database of the sample shop. */
export const shopDatabase = 'shop';

/** The only tables the load writes to (one of them through a trigger). All others stay as they were seeded. */
export const hotTables = ['orders', 'order_items', 'payments', 'stock', 'audit_log'] as const;

/** Every table of the shop, parents before children. */
export const shopTables = [
  'customers',
  'addresses',
  'categories',
  'suppliers',
  'products',
  'product_images',
  'product_suppliers',
  'warehouses',
  'stock',
  'coupons',
  'carts',
  'cart_items',
  'orders',
  'order_items',
  'payments',
  'shipments',
  'reviews',
  'audit_log',
] as const;

export type ShopTable = (typeof shopTables)[number];

/** The fewest rows of the largest table for which the other tables still have something in them. */
export const fewestRows = 1000;

/** Rows of each table when the largest, order_items, has `rows`. */
export function shopSizes(rows: number): Readonly<Record<ShopTable, number>> {
  const share = (divisor: number, atLeast: number): number => Math.max(atLeast, Math.ceil(rows / divisor));
  const products = share(100, 50);
  const suppliers = share(2000, 20);
  const orders = share(4, 1);
  const carts = share(50, 20);
  return {
    customers: share(20, 50),
    addresses: share(20, 50),
    categories: 40,
    suppliers,
    products,
    product_images: products,
    product_suppliers: products * 2,
    warehouses: 5,
    stock: products * 5,
    coupons: share(1000, 20),
    carts,
    cart_items: carts * 2,
    orders,
    order_items: rows,
    payments: orders,
    shipments: Math.ceil(orders * 0.8),
    reviews: share(20, 50),
    audit_log: share(10, 50),
  };
}
