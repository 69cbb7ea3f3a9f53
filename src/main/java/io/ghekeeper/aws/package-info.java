/**
 * AWS: credentials, regions, clients, what its errors mean, and the calls. Only this package sees the SDK. A call is a
 * question, which may be sent again, or a deed, which may not.
 */
package io.ghekeeper.aws;
