/** Numbers in words, by the currency's decimals, without the machine's own ideas of them. */
import { describe, expect, it } from 'vitest';
import { amount, km, levelValue, listed, minutes, money, signed, time } from '../src/insight/words';

describe('words', () => {
  it('money has the decimals of its currency, and fractions where it is small', () => {
    expect(money(1_234_567_890, 'EUR')).toBe('12,345.68 EUR');
    expect(money(500_000, 'EUR')).toBe('5.00 EUR');
    expect(money(0, 'EUR')).toBe('0.00 EUR');
    expect(money(333, 'EUR')).toBe('0.00333 EUR');
    expect(money(9_990, 'EUR')).toBe('0.0999 EUR');
    expect(money(10_500, 'EUR')).toBe('0.11 EUR');
    expect(money(-10_500, 'EUR')).toBe('−0.11 EUR');
    expect(money(1_500_000, 'JPY')).toBe('1,500 JPY');
    expect(money(1_500, 'JPY')).toBe('1.5 JPY');
    expect(money(1_234_567, 'KWD')).toBe('1.235 KWD');
    expect(money(12_345_678, 'UYW')).toBe('1.2346 UYW');
    expect(money(Number.MAX_SAFE_INTEGER, 'EUR')).toBe('90,071,992,547.41 EUR');
    expect(signed(amount(250_000, 'EUR'))).toBe('+2.50');
    expect(signed(amount(-250_000, 'EUR'))).toBe('−2.50');
  });

  it('kilometres, instants, minutes, lists', () => {
    expect([null, 0, 949, 9_949, 10_000, 1_234_567].map(km)).toEqual([
      'unknown distance',
      '0 km',
      '0.9 km',
      '9.9 km',
      '10 km',
      '1,235 km',
    ]);
    expect([time('2026-03-01T12:00:00.000Z'), time('2026-03-01T12:00:07Z')]).toEqual([
      '2026-03-01 12:00',
      '2026-03-01 12:00:07',
    ]);
    expect([0, 40, 60, 1501].map(minutes)).toEqual(['0 min', '40 min', '1 h', '1 d 1 h 1 min']);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('values of levels in what they count', () => {
    const goals = [
      'unfilled',
      'lateness',
      'shipments',
      'unitDistance',
      'shipmentDistance',
      'cost',
      'priority',
      'tiers≤2',
    ] as const;
    expect(goals.map((goal) => levelValue(goal, -1000, 'EUR'))).toEqual([
      ...[
        '−1,000 units',
        '−1,000 unit-days',
        '−1,000 shipments',
        '−1 unit-km',
        '−1 km',
        '−0.01 EUR',
        '−1,000',
        '−1,000 units',
      ],
    ]);
  });
});
