// Bundles stay small only with the namespace import: `import { z }` and `import z` pull in every locale (92 kB gzipped, not 25).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const src = new URL('../src/', import.meta.url);

test('src imports zod only as a namespace', () => {
  const others = [];
  for (const file of readdirSync(src, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(new URL(file.replaceAll('\\', '/'), src), 'utf8');
    for (const [found] of text.matchAll(/\b(import|export)\b[^;'"]*?\(?['"]zod(\/[^'"]*)?['"]/g)) {
      if (!/^import (type )?\* as z from 'zod'$/.test(found)) others.push(`${file}: ${found}`);
    }
  }
  assert.deepEqual(others, []);
});
