import { autoIncrementOf } from './auto-increment.js';

describe('autoIncrementOf', () => {
  it('reads the table option of MySQL', () => {
    expect(
      autoIncrementOf('CREATE TABLE `t` (\n  `id` int\n) ENGINE=InnoDB AUTO_INCREMENT=18446744073709551615 DEFAULT'),
    ).toBe('18446744073709551615');
    expect(
      autoIncrementOf('CREATE TABLE `t` (\n  `id` int\n) /*!50100 TABLESPACE `x` */ ENGINE=InnoDB AUTO_INCREMENT=4'),
    ).toBe('4');
  });

  it('is not fooled by a comment', () => {
    const created =
      "CREATE TABLE `t` (\n  `id` int COMMENT ') ENGINE=InnoDB AUTO_INCREMENT=5'\n) ENGINE=InnoDB COMMENT='AUTO_INCREMENT=9'";
    expect(autoIncrementOf(created)).toBeNull();
  });
});
