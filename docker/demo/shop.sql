-- A small shop: enough to see every kind of result, quick to load.
CREATE DATABASE shop CHARACTER SET utf8mb4;
USE shop;

CREATE TABLE customers (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE products (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  stock INT NOT NULL
);

CREATE TABLE orders (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  status ENUM('new', 'paid', 'sent') NOT NULL DEFAULT 'new',
  ordered_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE order_lines (
  order_id BIGINT UNSIGNED NOT NULL,
  line SMALLINT UNSIGNED NOT NULL,
  product_id INT UNSIGNED NOT NULL,
  quantity INT NOT NULL,
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE VIEW open_orders AS SELECT id, customer_id, ordered_at FROM orders WHERE status <> 'sent';

INSERT INTO customers (name, email)
  SELECT CONCAT('Customer ', seq), CONCAT('customer', seq, '@shop.example') FROM seq_1_to_2000;
INSERT INTO products (name, price, stock)
  SELECT CONCAT('Product ', seq), ROUND(1 + RAND(seq) * 99, 2), 1000 FROM seq_1_to_500;
INSERT INTO orders (customer_id, status) SELECT 1 + seq % 2000, 'sent' FROM seq_1_to_20000;
INSERT INTO order_lines
  SELECT o.id, l.seq, 1 + (o.id * l.seq) % 500, l.seq FROM orders o JOIN seq_1_to_3 l;

-- The write load: an order a second and a change to an old one. On the target the event arrives switched off.
DELIMITER //
CREATE EVENT take_orders ON SCHEDULE EVERY 1 SECOND DO
BEGIN
  INSERT INTO orders (customer_id) VALUES (FLOOR(1 + RAND() * 2000));
  INSERT INTO order_lines VALUES (LAST_INSERT_ID(), 1, FLOOR(1 + RAND() * 500), 1);
  UPDATE products SET stock = stock - 1 WHERE id = FLOOR(1 + RAND() * 500);
END//
DELIMITER ;
