/** The variables of a function while it is compiled: where they lie on the stack, and which of them closures hold. */
import { Emitter, Op } from './bytecode.ts'
import type { Statement } from './tree.ts'

interface Local {
  /** Null for a value that the program cannot name. */
  name: string | null
  depth: number
  isCaptured: boolean
}

/** Where a closure finds a variable of the function around it: on its stack, or among its own upvalues. */
export interface Upvalue {
  index: number
  isLocal: boolean
}

export class FunctionScope {
  readonly emitter = new Emitter()
  readonly upvalues: Upvalue[] = []
  /** Protected regions around the statement, from the outside in. `last` is the block that must run when one is left. */
  readonly protections: { last: Statement | null }[] = []
  private readonly locals: Local[] = []
  private depth = 0

  constructor(
    readonly parent: FunctionScope | null,
    parameters: readonly string[] = [],
  ) {
    for (const name of parameters) this.declare(name)
  }

  /** Names the value on top of the stack. @returns its place; null if the block has a variable of this name already */
  declare(name: string | null): number | null {
    const isTaken = name !== null && this.locals.some((local) => local.name === name && local.depth === this.depth)
    if (isTaken) return null
    return this.locals.push({ name, depth: this.depth, isCaptured: false }) - 1
  }

  begin(): void {
    this.depth++
  }

  /** Ends a block: its variables leave the stack. What closures hold moves to them. */
  end(): void {
    this.depth--
    while (this.locals.length > 0 && this.locals.at(-1)!.depth > this.depth)
      this.emitter.emit(this.locals.pop()!.isCaptured ? Op.CLOSE_UPVALUE : Op.POP)
  }

  /** Forgets the last variable without removing it: the code after it is never reached. */
  forget(): void {
    this.locals.pop()
  }

  /** The place of a variable on the stack; null if the function has none of that name. */
  findLocal(name: string): number | null {
    const index = this.locals.findLastIndex((local) => local.name === name)
    return index < 0 ? null : index
  }

  /** The place of a variable of a function around this one; null if there is none of that name. */
  findUpvalue(name: string): number | null {
    if (!this.parent) return null
    const local = this.parent.findLocal(name)
    if (local !== null) {
      this.parent.locals[local]!.isCaptured = true
      return this.addUpvalue({ index: local, isLocal: true })
    }
    const outer = this.parent.findUpvalue(name)
    return outer === null ? null : this.addUpvalue({ index: outer, isLocal: false })
  }

  private addUpvalue(upvalue: Upvalue): number {
    const known = this.upvalues.findIndex(
      ({ index, isLocal }) => index === upvalue.index && isLocal === upvalue.isLocal,
    )
    return known >= 0 ? known : this.upvalues.push(upvalue) - 1
  }
}
