export * from './clients';

/** All of the function's that are JSON. */
export const settings = Object.values(process.env).map((value) => (/^[[{]/.test(value ?? '') ? JSON.parse(value ?? '') : value));
