/** Version of the product; the same as in the root package.json (a test holds them together). */
export const productVersion = '0.1.0';
