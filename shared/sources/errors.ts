/** A source's secret is not what it has to be; the message never holds any of it. */
export class SourceSecretError extends Error {
  override name = 'SourceSecretError'
}

/**
 * A delivery with a good signature that cannot be understood, now or later: trying again would not help. The message
 * names the field and what was expected, and holds nothing that a person wrote.
 */
export class MalformedDeliveryError extends Error {
  override name = 'MalformedDeliveryError'
  /** The path of the field that is wrong, `post.created_at`; empty when the body as a whole is. */
  readonly field: string
  constructor(field: string, problem: string, options: { cause?: unknown } = {}) {
    super(field ? `${field}: ${problem}` : problem, options)
    this.field = field
  }
}

/** A delivery in a format that is not read here at all; the sender has to choose another one. */
export class UnsupportedFormatError extends MalformedDeliveryError {
  override name = 'UnsupportedFormatError'
}
