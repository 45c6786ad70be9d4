/**
 * The tables of the sample shop, parents before children. Between them they hold every kind of column that makes
 * comparing two servers hard: exact and binary numbers, fractions of seconds, time zones, JSON, sets, bits, bytes,
 * points, addresses, text beyond the basic plane, generated columns, and keys of one and two columns.
 */
export const tableStatements: readonly string[] = [
  `CREATE TABLE customers (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    email VARCHAR(190) NOT NULL,
    full_name VARCHAR(120) NOT NULL,
    phone VARCHAR(32) NULL,
    birth_date DATE NULL,
    tier ENUM('standard','silver','gold') NOT NULL DEFAULT 'standard',
    consents SET('email','sms','post','profiling') NOT NULL DEFAULT '',
    preferences JSON NOT NULL,
    balance DECIMAL(12,2) NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY customers_email (email)
  )`,
  `CREATE TABLE addresses (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    customer_id INT UNSIGNED NOT NULL,
    kind ENUM('billing','shipping') NOT NULL,
    street VARCHAR(160) NOT NULL,
    city VARCHAR(80) NOT NULL,
    postal_code CHAR(8) NOT NULL,
    country CHAR(2) CHARACTER SET ascii NOT NULL,
    PRIMARY KEY (id),
    KEY addresses_customer (customer_id),
    CONSTRAINT addresses_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
  )`,
  `CREATE TABLE categories (
    id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT,
    parent_id SMALLINT UNSIGNED NULL,
    name VARCHAR(80) NOT NULL,
    PRIMARY KEY (id),
    KEY categories_parent (parent_id),
    CONSTRAINT categories_parent FOREIGN KEY (parent_id) REFERENCES categories (id)
  )`,
  `CREATE TABLE suppliers (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    name VARCHAR(120) NOT NULL,
    founded YEAR NULL,
    daily_cutoff TIME NOT NULL,
    contract MEDIUMTEXT NULL,
    PRIMARY KEY (id)
  )`,
  `CREATE TABLE products (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    category_id SMALLINT UNSIGNED NOT NULL,
    sku CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(160) NOT NULL,
    description TEXT NULL,
    net_price DECIMAL(10,2) NOT NULL,
    tax_rate DECIMAL(4,3) NOT NULL,
    gross_price DECIMAL(10,2) GENERATED ALWAYS AS (ROUND(net_price * (1 + tax_rate), 2)) STORED,
    name_length SMALLINT GENERATED ALWAYS AS (CHAR_LENGTH(name)) VIRTUAL,
    weight_kg DOUBLE NULL,
    attributes JSON NULL,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY products_sku (sku),
    KEY products_category (category_id),
    CONSTRAINT products_category FOREIGN KEY (category_id) REFERENCES categories (id),
    CONSTRAINT products_price_not_negative CHECK (net_price >= 0)
  )`,
  `CREATE TABLE product_images (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    product_id INT UNSIGNED NOT NULL,
    mime_type VARCHAR(40) CHARACTER SET ascii NOT NULL,
    flags BIT(8) NOT NULL,
    digest BINARY(32) NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (id),
    KEY product_images_product (product_id),
    CONSTRAINT product_images_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE
  )`,
  `CREATE TABLE product_suppliers (
    product_id INT UNSIGNED NOT NULL,
    supplier_id INT UNSIGNED NOT NULL,
    lead_days TINYINT UNSIGNED NOT NULL,
    cost DECIMAL(10,4) NOT NULL,
    PRIMARY KEY (product_id, supplier_id),
    KEY product_suppliers_supplier (supplier_id),
    CONSTRAINT product_suppliers_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT product_suppliers_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id)
  )`,
  `CREATE TABLE warehouses (
    id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT,
    name VARCHAR(80) NOT NULL,
    location POINT NOT NULL,
    opening_hours JSON NOT NULL,
    PRIMARY KEY (id)
  )`,
  `CREATE TABLE stock (
    warehouse_id TINYINT UNSIGNED NOT NULL,
    product_id INT UNSIGNED NOT NULL,
    on_hand INT NOT NULL,
    counted_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    PRIMARY KEY (warehouse_id, product_id),
    KEY stock_product (product_id),
    CONSTRAINT stock_warehouse FOREIGN KEY (warehouse_id) REFERENCES warehouses (id),
    CONSTRAINT stock_product FOREIGN KEY (product_id) REFERENCES products (id)
  )`,
  `CREATE TABLE coupons (
    code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    description VARCHAR(200) NULL,
    discount_percent TINYINT UNSIGNED NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE NULL,
    PRIMARY KEY (code)
  )`,
  `CREATE TABLE carts (
    token BINARY(16) NOT NULL,
    customer_id INT UNSIGNED NULL,
    expires_at TIMESTAMP NULL,
    PRIMARY KEY (token),
    KEY carts_customer (customer_id),
    CONSTRAINT carts_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
  )`,
  `CREATE TABLE cart_items (
    cart_token BINARY(16) NOT NULL,
    product_id INT UNSIGNED NOT NULL,
    quantity SMALLINT UNSIGNED NOT NULL,
    PRIMARY KEY (cart_token, product_id),
    KEY cart_items_product (product_id),
    CONSTRAINT cart_items_cart FOREIGN KEY (cart_token) REFERENCES carts (token) ON DELETE CASCADE,
    CONSTRAINT cart_items_product FOREIGN KEY (product_id) REFERENCES products (id)
  )`,
  `CREATE TABLE orders (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    customer_id INT UNSIGNED NOT NULL,
    address_id INT UNSIGNED NOT NULL,
    coupon_code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    status ENUM('open','paid','shipped','returned') NOT NULL DEFAULT 'open',
    total DECIMAL(12,2) NOT NULL,
    note VARCHAR(200) NULL,
    placed_at DATETIME(6) NOT NULL,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY orders_customer (customer_id),
    KEY orders_address (address_id),
    KEY orders_coupon (coupon_code),
    CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
    CONSTRAINT orders_address FOREIGN KEY (address_id) REFERENCES addresses (id),
    CONSTRAINT orders_coupon FOREIGN KEY (coupon_code) REFERENCES coupons (code)
  )`,
  `CREATE TABLE order_items (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    order_id INT UNSIGNED NOT NULL,
    product_id INT UNSIGNED NOT NULL,
    quantity SMALLINT UNSIGNED NOT NULL,
    unit_price DECIMAL(10,2) NOT NULL,
    discount DECIMAL(5,2) NULL,
    gift_note VARCHAR(80) NULL,
    PRIMARY KEY (id),
    KEY order_items_order (order_id),
    KEY order_items_product (product_id),
    CONSTRAINT order_items_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT order_items_product FOREIGN KEY (product_id) REFERENCES products (id)
  )`,
  `CREATE TABLE payments (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    order_id INT UNSIGNED NOT NULL,
    method ENUM('card','transfer','wallet') NOT NULL,
    amount DECIMAL(12,2) NOT NULL,
    reference VARBINARY(24) NOT NULL,
    paid_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY payments_order (order_id),
    CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id)
  )`,
  `CREATE TABLE shipments (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    order_id INT UNSIGNED NOT NULL,
    warehouse_id TINYINT UNSIGNED NOT NULL,
    tracking_code VARCHAR(32) CHARACTER SET ascii NOT NULL,
    shipped_at DATETIME NOT NULL,
    delivered_at DATETIME NULL,
    PRIMARY KEY (id),
    KEY shipments_order (order_id),
    KEY shipments_warehouse (warehouse_id),
    CONSTRAINT shipments_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT shipments_warehouse FOREIGN KEY (warehouse_id) REFERENCES warehouses (id)
  )`,
  `CREATE TABLE reviews (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    product_id INT UNSIGNED NOT NULL,
    customer_id INT UNSIGNED NOT NULL,
    stars TINYINT UNSIGNED NOT NULL,
    title VARCHAR(120) NOT NULL,
    body TEXT NULL,
    written_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY reviews_product (product_id),
    KEY reviews_customer (customer_id),
    CONSTRAINT reviews_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT reviews_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
    CONSTRAINT reviews_one_to_five CHECK (stars BETWEEN 1 AND 5)
  )`,
  `CREATE TABLE audit_log (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    table_name VARCHAR(64) NOT NULL,
    row_key VARCHAR(64) NOT NULL,
    action ENUM('insert','update','delete','note') NOT NULL,
    actor VARCHAR(80) NOT NULL,
    client_address INET6 NULL,
    details JSON NULL,
    logged_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (id),
    KEY audit_log_time (logged_at)
  )`,
];

/** The table of the freeze proof, beside the shop: what is compared there stays as it was seeded. */
export const sentinelTable = 'cutover.sentinel';

/** As apps/api/src/freeze-proof/README.md says it. */
export const sentinelStatements: readonly string[] = [
  'CREATE DATABASE cutover',
  `CREATE TABLE ${sentinelTable} (
    migration VARCHAR(63) NOT NULL PRIMARY KEY,
    token CHAR(36) NOT NULL,
    written_at DATETIME(6) NOT NULL
  ) ENGINE=InnoDB`,
];

/** What a dump of the tables alone would forget. Created after the rows, so that the trigger does not see them. */
export const programStatements: readonly string[] = [
  `CREATE VIEW order_totals AS
    SELECT o.id, o.customer_id, o.status, o.placed_at,
           SUM(i.quantity * i.unit_price - COALESCE(i.discount, 0)) AS items_total, COUNT(*) AS item_count
    FROM orders o JOIN order_items i ON i.order_id = o.id
    GROUP BY o.id, o.customer_id, o.status, o.placed_at`,
  `CREATE VIEW product_ratings AS
    SELECT p.id, p.name, AVG(r.stars) AS average_stars, COUNT(r.id) AS reviews
    FROM products p LEFT JOIN reviews r ON r.product_id = p.id
    GROUP BY p.id, p.name`,
  `CREATE TRIGGER orders_status_logged AFTER UPDATE ON orders FOR EACH ROW
    IF OLD.status <> NEW.status THEN
      INSERT INTO audit_log (table_name, row_key, action, actor, details)
      VALUES ('orders', NEW.id, 'update', 'trigger', JSON_OBJECT('from', OLD.status, 'to', NEW.status));
    END IF`,
  `CREATE FUNCTION lifetime_value(customer INT UNSIGNED) RETURNS DECIMAL(14,2) READS SQL DATA
    RETURN (SELECT COALESCE(SUM(total), 0) FROM orders WHERE customer_id = customer AND status <> 'returned')`,
  `CREATE PROCEDURE restock(IN warehouse TINYINT UNSIGNED, IN product INT UNSIGNED, IN quantity INT)
    MODIFIES SQL DATA
    UPDATE stock SET on_hand = on_hand + quantity WHERE warehouse_id = warehouse AND product_id = product`,
  `CREATE EVENT audit_log_purged ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 03:00:00'
    DO DELETE FROM audit_log WHERE logged_at < CURRENT_TIMESTAMP - INTERVAL 10 YEAR`,
];
