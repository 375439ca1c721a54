/** The folders that evidence doesn't look into: where git isn't asked to ignore them, they are large all the same, and nobody's work. */
export const CLOSED = ['node_modules', '.git', '.cache', '.venv', '__pycache__', '.npm']
