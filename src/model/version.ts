/** The version of this package, as every plan names it. A test holds it against package.json. */
export const ENGINE_VERSION = '0.1.0';
