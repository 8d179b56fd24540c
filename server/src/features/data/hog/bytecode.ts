/** The instructions of PostHog's Hog virtual machine (`@posthog/hogvm`), as far as the compiler uses them. */
export const Op = {
  GET_GLOBAL: 1,
  CALL_GLOBAL: 2,
  AND: 3,
  OR: 4,
  NOT: 5,
  PLUS: 6,
  MINUS: 7,
  MULTIPLY: 8,
  DIVIDE: 9,
  MOD: 10,
  EQ: 11,
  NOT_EQ: 12,
  GT: 13,
  GT_EQ: 14,
  LT: 15,
  LT_EQ: 16,
  LIKE: 17,
  ILIKE: 18,
  NOT_LIKE: 19,
  NOT_ILIKE: 20,
  IN: 21,
  NOT_IN: 22,
  REGEX: 23,
  NOT_REGEX: 24,
  IREGEX: 25,
  NOT_IREGEX: 26,
  TRUE: 29,
  FALSE: 30,
  NULL: 31,
  STRING: 32,
  INTEGER: 33,
  FLOAT: 34,
  POP: 35,
  GET_LOCAL: 36,
  SET_LOCAL: 37,
  RETURN: 38,
  JUMP: 39,
  JUMP_IF_FALSE: 40,
  DICT: 42,
  ARRAY: 43,
  TUPLE: 44,
  GET_PROPERTY: 45,
  SET_PROPERTY: 46,
  JUMP_IF_STACK_NOT_NULL: 47,
  GET_PROPERTY_NULLISH: 48,
  THROW: 49,
  TRY: 50,
  POP_TRY: 51,
  CALLABLE: 52,
  CLOSURE: 53,
  CALL_LOCAL: 54,
  GET_UPVALUE: 55,
  SET_UPVALUE: 56,
  CLOSE_UPVALUE: 57,
} as const

/** A program: the header `_H`, the version, then instructions with their operands. */
export type Bytecode = (string | number | boolean | null)[]

export const HEADER = ['_H', 1] as const

/** Writes instructions. Jumps count from the instruction after them, so their operand is filled in when the target is known. */
export class Emitter {
  readonly code: Bytecode = []

  emit(...items: Bytecode): void {
    this.code.push(...items)
  }

  /** Writes a jump to a place that is not known yet. @returns what `land` needs */
  jump(operation: number): number {
    this.code.push(operation, 0)
    return this.code.length
  }

  /** The jump leads to the next instruction. */
  land(jump: number): void {
    this.code[jump - 1] = this.code.length - jump
  }

  /** Exceptions lead to the next instruction. The machine counts this from the operand itself. */
  landHandler(jump: number): void {
    this.code[jump - 1] = this.code.length - jump + 1
  }

  /** Writes a jump back to a place. */
  jumpBack(place: number): void {
    this.code.push(Op.JUMP, place - this.code.length - 2)
  }
}
