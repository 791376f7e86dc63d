/** The local stack cannot start, for a reason that the developer can do something about: the message says what. */
export class StartError extends Error {}
