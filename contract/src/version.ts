/** Version of everything in this package that others depend on. Plugins compare the part before the dot. */
export const CONTRACT_VERSION = '1.0';
