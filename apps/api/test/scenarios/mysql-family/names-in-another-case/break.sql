UPDATE orders SET v = 1;
