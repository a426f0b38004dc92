/** What a chat in a test needs besides, where nobody rates anything. */
export const NO_RATING = { rate: async () => undefined, rated: false };
