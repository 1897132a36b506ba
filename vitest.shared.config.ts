import { defineConfig } from 'vitest/config';
import { alias } from './vitest.config.ts';

export default defineConfig({
  resolve: { alias },
  test: { include: ['test/shared/**/*.test.ts'], passWithNoTests: true, testTimeout: 300_000 },
});
