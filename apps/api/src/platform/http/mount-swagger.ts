import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** What the API document says of itself; the words are the product's, so the caller brings them. */
export interface ApiDescription {
  title: string;
  description: string;
  version: string;
  tags: readonly { name: string; description: string }[];
}

/** Swagger UI at /api/docs and the document at /api/docs-json, both behind the login. */
export function mountSwagger(app: NestExpressApplication, about: ApiDescription): void {
  const builder = new DocumentBuilder()
    .setTitle(about.title)
    .setDescription(about.description)
    .setVersion(about.version)
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'A user of auth.users; not needed on loopback' },
      'basic',
    )
    .addSecurityRequirements('basic');
  for (const tag of about.tags) builder.addTag(tag.name, tag.description);
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, builder.build()), {
    customSiteTitle: `${about.title} · API`,
    // The validator badge would send the document to a stranger.
    swaggerOptions: { validatorUrl: null, defaultModelsExpandDepth: 0 },
  });
}
