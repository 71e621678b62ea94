import * as z from 'zod/mini'

/** A function's environment variable is missing or wrong: the message names it and what was expected. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
  readonly variable: string
  constructor(variable: string, problem: string) {
    super(`Environment variable ${variable}: ${problem}. The stack that deployed this function sets it; deploy again.`)
    this.variable = variable
  }
}

/** Before JSON that was packed (raw deflate, base64) so that all variables together fit: no JSON begins so. */
export const PACKED = 'z:'

/** Asked for only where something is packed: it is not loaded otherwise. */
const unpacked = (text: string): string =>
  process
    .getBuiltinModule('node:zlib')
    .inflateRawSync(Buffer.from(text.slice(PACKED.length), 'base64'))
    .toString()

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.startsWith(PACKED) ? unpacked(text) : text)
  } catch {
    return undefined
  }
}

/** A variable that holds JSON of the given schema. */
export const json = <S extends z.ZodMiniType>(schema: S) => z.pipe(z.pipe(z.string(), z.transform(parseJson)), schema)

/**
 * A variable that holds JSON which synthesis has checked already, for functions that have no room for the schema. Only that it
 * is an object is looked at again.
 */
export const checkedJson = <T extends object>() =>
  json(z.custom<T>((value) => typeof value === 'object' && value !== null, 'expected a JSON object'))

/** A variable that must not be empty. */
export const text = z.string().check(z.minLength(1))

/**
 * Reads the variables a function needs, once, at start.
 * @param shape variable name → schema
 * @throws EnvironmentError that names the first variable that is missing or wrong
 */
export const readEnv = <S extends Record<string, z.ZodMiniType>>(
  shape: S,
  env: Record<string, string | undefined> = process.env,
): z.infer<z.ZodMiniObject<S>> => {
  const result = z.safeParse(z.object(shape), env)
  if (result.success) return result.data as z.infer<z.ZodMiniObject<S>>
  const issue = result.error.issues[0]
  throw new EnvironmentError(issue?.path.join('.') ?? '?', issue?.message ?? 'is wrong')
}
