import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';

const namedExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only (tool configuration files excepted).',
};

/** What the whole team must never do again goes here, not into a document. */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/*.cjs', '**/node_modules/**', '.lab/**', '.demo/**'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Prettier lays templates out; these would fight it.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.vue', '**/*.mjs', '**/*.js'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    rules: {
      // Injected classes must stay value imports: Nest reads their types at run time (decorator metadata).
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-syntax': ['error', namedExports],
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/**/*.spec.ts', 'apps/api/src/**/store/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        namedExports,
        {
          selector: "MemberExpression[property.name='errno'], Property[key.name='errno'], Literal[value=/^ER_[A-Z]/]",
          message: 'Numbers and names of errors differ by engine: ask failureKind(error) of @cutover/databases.',
        },
      ],
    },
  },
  {
    files: ['apps/web/src/**/*.ts', 'apps/web/src/**/*.vue'],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: '@cutover/contracts',
          allowTypeImports: true,
          message: 'A value from here brings every schema into the bundle: import it from an entrance of its own.',
        },
      ],
    },
  },
  {
    files: ['**/*.config.ts', '**/*.vue', '**/env.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
