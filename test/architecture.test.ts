/** The storeys of ARCHITECTURE.md: every import goes where the table allows, and every reason code has a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INELIGIBLE_REASONS } from '../src/model/reasons';
import { unfilledReasonSchema } from '../src/schema/policies';

const root = join(import.meta.dirname, '..');

/** A place in the house → what it may import. `type:` = types only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schema: ['schema', 'zod'],
  model: ['model', 'type:schema', 'type:zod'],
  splitting: ['splitting'],
  rules: ['rules', 'model'],
  promising: ['promising', 'model'],
  sourcing: ['sourcing', 'model', 'type:splitting'],
  verify: ['verify', 'model'],
  'input.ts': ['model', 'schema', 'zod'],
  'desk.ts': ['type:rules', 'type:promising', 'type:sourcing', 'type:splitting', 'type:model'],
  preparing: ['preparing', 'type:desk.ts', 'input.ts', 'rules', 'promising', 'sourcing', 'type:splitting', 'model'],
  'promised.ts': ['type:desk.ts', 'type:preparing', 'sourcing', 'splitting'],
  'plan.ts': ['type:desk.ts', 'input.ts', 'preparing', 'promised.ts', 'promising', 'sourcing', 'splitting', 'model'],
  offering: [
    'offering',
    'type:desk.ts',
    'input.ts',
    'preparing',
    'promised.ts',
    'plan.ts',
    'sourcing',
    'splitting',
    'model',
  ],
  'eligibility.ts': ['type:desk.ts', 'input.ts', 'preparing', 'rules', 'sourcing', 'model'],
  'router.ts': [
    'type:desk.ts',
    'input.ts',
    'plan.ts',
    'preparing',
    'offering',
    'eligibility.ts',
    'rules',
    'promising',
    'sourcing',
    'splitting',
    'model',
  ],
  'index.ts': ['router.ts', 'offering', 'rules', 'verify', 'model', 'schema'],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = text.matchAll(/^(?:import|export)\s+(type\s+)?([^;]*?)\s*from\s+'([^']+)'/gm);
  return [...imports].map(([, type, , target]) => ({
    file,
    from: placeOf(file.slice('src/'.length)),
    to: target.startsWith('.') ? placeOf(join(file, '..', target).split(sep).join('/').slice('src/'.length)) : target,
    typeOnly: type !== undefined,
  }));
}

/** `model/units` → `model`; `plan` → `plan.ts`. */
function placeOf(path: string): string {
  const [first, ...rest] = path.split('/');
  return rest.length > 0 ? first : first.endsWith('.ts') ? first : `${first}.ts`;
}

describe('the house', () => {
  const imports = sources('src').flatMap(importsOf);

  it('has arrows that point down only', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      if (from === to) return false;
      const allowed = MAY_IMPORT[from] ?? [];
      return !allowed.includes(to) && !(typeOnly && allowed.includes(`type:${to}`));
    });
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('has no circles inside a room', () => {
    expect(circles()).toEqual([]);
  });

  it('has no room for odds and ends, and no barrel', () => {
    const names = sources('src').map((file) => file.split('/'));
    const odd = names.filter((parts) => parts.some((part) => /^(utils?|helpers?|common|core|misc|lib)$/.test(part)));
    expect(odd).toEqual([]);
    expect(names.filter((parts) => parts.at(-1) === 'index.ts')).toEqual([['src', 'index.ts']]);
  });

  it('knows no clock, no chance and no machine under src', () => {
    const machine = /Math\.random|Date\.now|new Date\(\)|performance\.now|process\.|from 'node:|localeCompare|Intl\./;
    const wrong = sources('src').filter((file) => machine.test(readFileSync(join(root, file), 'utf8')));
    // Time zones are the engine's: the one thing that is asked of `Intl`, with locale, calendar and digits fixed.
    expect(wrong).toEqual(['src/promising/timeZone.ts', 'src/verify/localTime.ts']);
  });
});

/** Files of src that import each other in a circle, types left out. */
function circles(): string[] {
  const files = new Set(sources('src'));
  const targets = new Map([...files].map((file) => [file, valueTargets(file, files)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) found.push([...above.slice(above.indexOf(file)), file].join(' → '));
    if (done.has(file) || above.includes(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...above, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

function valueTargets(file: string, files: ReadonlySet<string>): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = text.matchAll(/^(?:import|export)\s+(?!type\s)([^;]*?)\s*from\s+'(\.[^']+)'/gm);
  return [...imports]
    .map(([, , target]) => `${join(file, '..', target).split(sep).join('/')}.ts`)
    .filter((target) => files.has(target));
}

describe('the closed lists of reasons', () => {
  const tests = sources('test')
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('architecture.test.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

  it.each([...INELIGIBLE_REASONS, ...unfilledReasonSchema.options])('have a test for %s', (reason) => {
    expect(new RegExp(`[^\\w-]${reason}[^\\w-]`).test(tests)).toBe(true);
  });
});
