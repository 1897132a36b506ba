/** Decimals of currencies that do not have two: ISO 4217. */
const DIGITS: Readonly<Record<string, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: 'CLF UYW'.split(' '),
};

const digitsOf = new Map(
  Object.entries(DIGITS).flatMap(([digits, codes]) => codes.map((code) => [code, Number(digits)])),
);

/** How many decimals an amount of the currency has: one minor unit is the last of them. */
export function minorDigits(currency: string): number {
  return digitsOf.get(currency) ?? 2;
}
