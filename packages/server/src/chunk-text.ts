/** A chunk of output as text: it never splits a UTF-8 sequence, so each can be decoded alone. */
export function chunkText(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString()
}
