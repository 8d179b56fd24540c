export { type PersonRow, toPersonAnswer } from './person.ts'
export { findPerson, findPersonsOf } from './repository.ts'
export { parsePersonId, registerPersonRoutes } from './routes.ts'
