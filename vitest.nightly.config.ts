import { defineConfig } from 'vitest/config';
import { alias } from './vitest.config.ts';

// A nightly test reads SHARD ("1/4") and MINUTES from the environment (set by scripts/nightly.mjs) and stops by itself in time.
const minutes = Number(process.env.MINUTES ?? 10);

export default defineConfig({
  resolve: { alias },
  test: { include: ['test/nightly/**/*.test.ts'], passWithNoTests: true, testTimeout: (minutes + 5) * 60_000 },
});
