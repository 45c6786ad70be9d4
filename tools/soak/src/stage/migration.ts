/** The name of the pair in the configuration of the product. */
export const migration = 'soak';
