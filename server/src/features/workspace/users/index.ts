export {
  createPersonalApiKey,
  hashKey,
  maskKey,
  newPersonalApiKey,
  type PersonalApiKey,
  useKey,
} from './api-keys.ts'
export {
  type BasicUser,
  basicUserAnswer,
  fromUserJson,
  joinUser,
  leftJoinUser,
  toBasicUser,
  userJson,
} from './basic-user.ts'
export {
  addressLimit,
  countGuess,
  forgiveGuess,
  type Guess,
  type GuessLimit,
  guessLimits,
} from './guesses.ts'
export { assertStrongPassword, hashPassword, isPassword } from './passwords.ts'
export { CODE_FAILURES_MAX, createCode, createProof, readProof, takeCode, takeProof } from './proofs.ts'
export { hasSecondFactorSql, SecondFactor, type SecondFactorState } from './second-factor.ts'
export { type LoginMethod, Sessions, type User } from './sessions.ts'
export { passkeys, personalApiKeys, scenePersonalisations, userSessions, users } from './tables.ts'
export { countCall, limits, throttle, tooManyAttempts } from './throttle.ts'
