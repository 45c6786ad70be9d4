import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const publicKey = 'platform:public';

/** The route needs no login. Its path must also stand in the access gate's list of public paths. */
export const Public = (): CustomDecorator => SetMetadata(publicKey, true);
