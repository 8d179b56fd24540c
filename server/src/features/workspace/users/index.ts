export {
  activityReadUntil,
  anyUserExists,
  confirmEmail,
  deleteUser,
  dropPendingEmail,
  findUser,
  findUserByEmail,
  findUserByUuid,
  insertUser,
  isEmailTaken,
  listUsers,
  lockUser,
  nameInSentence,
  setActivityReadUntil,
  type UserFilter,
  updateUser,
} from './accounts.ts'
export {
  countPersonalApiKeys,
  createPersonalApiKey,
  deletePersonalApiKey,
  findPersonalApiKey,
  hashKey,
  keysReaching,
  listPersonalApiKeys,
  maskKey,
  newPersonalApiKey,
  type PersonalApiKey,
  type ReachingKey,
  removeOrganizationFromKeys,
  removeTeamFromKeys,
  updatePersonalApiKey,
  useKey,
} from './api-keys.ts'
export {
  type BasicUser,
  basicUserAnswer,
  fromUserJson,
  joinUser,
  leftJoinUser,
  toBasicUser,
  userIdOf,
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
export {
  deletePasskey,
  findPasskey,
  findPasskeyByCredential,
  insertPasskey,
  listPasskeys,
  type Passkey,
  updatePasskey,
} from './passkeys.ts'
export { assertStrongPassword, hashPassword, isPassword } from './passwords.ts'
export { CODE_FAILURES_MAX, createCode, createProof, readProof, takeCode, takeProof, voidProofs } from './proofs.ts'
export { chooseScene, type Scene, scenesOf } from './scenes.ts'
export { hasSecondFactorSql, SecondFactor, type SecondFactorState } from './second-factor.ts'
export { type LoginMethod, Sessions, type User, type UserSession } from './sessions.ts'
export { countCall, limits, throttle, tooManyAttempts } from './throttle.ts'
export { leaveOrganization, leaveTeam, setCurrent } from './workplace.ts'
