import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The package by its own name means the source here; the built package is tested by `test-dist/`. */
export const alias = { 'order-sourcing': fileURLToPath(new URL('./src/index.ts', import.meta.url)) };

export default defineConfig({
  resolve: { alias },
  test: {
    // All cores: by default one is left idle.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    exclude: ['test/shared/**', 'test/nightly/**'],
    passWithNoTests: true,
    testTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'] },
  },
});
