import { applyDecorators } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';

/** Documents the parameters of a path that names a table. */
export function ApiTable(): MethodDecorator {
  return applyDecorators(
    ApiParam({ name: 'db', description: 'Database', example: 'shop' }),
    ApiParam({ name: 'table', description: 'Table', example: 'orders' }),
  );
}
